/** Where bytes lie, by key: a folder here; whatever has these few functions elsewhere (S3). */

export interface BlobEntry {
  readonly key: string;
  readonly sizeBytes: number;
}

/** Keys are paths of plain names, as `pictures/2026/11/fox.png`. */
export interface BlobStore {
  /** All or nothing, and on the disk when it resolves. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  has(key: string): Promise<boolean>;
  /** Nothing happens when there is none. */
  delete(key: string): Promise<void>;
  /** All keys that begin with the prefix, in their order. */
  list(prefix: string): AsyncIterable<BlobEntry>;
}
