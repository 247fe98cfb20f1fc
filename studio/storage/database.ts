/** The browser's own database: pictures by their content, documents by their id. What a closed tab must not lose. */

const NAME = 'darkroom-studio';
const VERSION = 1;
export type StoreName = 'assets' | 'documents';

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore('assets');
      request.result.createObjectStore('documents');
    });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the browser keeps no database')));
  });
  // A refusal (private windows) is not remembered.
  opening.catch(() => { opening = undefined; });
  return opening;
}

async function ask<Result>(store: StoreName, mode: IDBTransactionMode, make: (store: IDBObjectStore) => IDBRequest<Result>): Promise<Result> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode);
    const request = make(transaction.objectStore(store));
    // Only a finished transaction is on the disk.
    transaction.addEventListener('complete', () => resolve(request.result));
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('the browser could not store this; its space may be full')));
  });
}

export const readRecord = <Value>(store: StoreName, key: string): Promise<Value | undefined> => ask(store, 'readonly', (each) => each.get(key) as IDBRequest<Value | undefined>);
export const writeRecord = (store: StoreName, key: string, value: unknown): Promise<IDBValidKey> => ask(store, 'readwrite', (each) => each.put(value, key));
export const recordKeys = (store: StoreName): Promise<IDBValidKey[]> => ask(store, 'readonly', (each) => each.getAllKeys());
export const removeRecord = (store: StoreName, key: string): Promise<undefined> => ask(store, 'readwrite', (each) => each.delete(key));
