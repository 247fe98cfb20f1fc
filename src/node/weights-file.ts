/** Weights in files: opened in ranges, loaded whole, saved atomically; pickled checkpoints are refused. */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { extname } from 'node:path';
import { DarkroomError } from '../base/errors.ts';
import { readWeightsFrom, safetensorsPieces } from '../weights/safetensors.ts';
import type { WeightSource } from '../weights/safetensors-header.ts';
import type { Weights } from '../weights/weights.ts';
import { writeFileAtomically } from './atomic-file.ts';

/** An open file as a source of weights. Close it. */
export interface WeightsFile extends WeightSource {
  readonly path: string;
  close(): Promise<void>;
}

/** Longest single read or write: the system calls take at most 2 GiB. */
const MAX_TRANSFER = 2 ** 30;
const pickledExtensions = new Set(['.ckpt', '.pt', '.pth', '.bin', '.pkl']);

/**
 * Opens a .safetensors file without reading its tensors.
 * @throws DarkroomError code 'io' when it cannot be opened, 'weights' when it is a pickled checkpoint
 */
export async function openWeightsFile(path: string): Promise<WeightsFile> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (cause) {
    throw new DarkroomError('io', openingFailure(path, cause), { path }, cause);
  }
  try {
    const status = await handle.stat();
    if (!status.isFile()) throw new DarkroomError('io', `${path} is a folder, not a weights file.`, { path });
    const file: WeightsFile = {
      path,
      size: status.size,
      read: (offset, length) => readRange(handle, path, offset, length),
      close: () => handle.close(),
    };
    await refusePickle(file);
    return file;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * Loads all tensors of a .safetensors file.
 * @throws DarkroomError code 'io' or 'weights', naming the file
 */
export async function loadWeightsFile(path: string): Promise<Weights> {
  const file = await openWeightsFile(path);
  try {
    return await readWeightsFrom(file);
  } catch (error) {
    if (!(error instanceof DarkroomError)) throw error;
    throw new DarkroomError(error.code, `${path}: ${error.message}`, { ...error.details, path }, error);
  } finally {
    await file.close();
  }
}

/**
 * Saves weights. The file appears under its name only when it is complete and on the disk: a crash leaves the old one.
 * @throws DarkroomError code 'io'
 */
export async function saveWeightsFile(path: string, weights: Weights): Promise<void> {
  await writeFileAtomically(path, safetensorsPieces(weights));
}

async function readRange(handle: FileHandle, path: string, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(length - done, MAX_TRANSFER), offset + done);
    if (bytesRead === 0) {
      throw new DarkroomError('weights', `${path} ends at byte ${offset + done}, where ${length - done} more were expected: it is truncated.`, { path });
    }
    done += bytesRead;
  }
  return bytes;
}

/** A pickle is a program: unpickling a stranger's checkpoint runs it. PyTorch's newer files are pickles in a zip archive. */
async function refusePickle(file: WeightsFile): Promise<void> {
  const [first, second] = await file.read(0, Math.min(2, file.size));
  const pickled = first === 0x80 && second !== undefined && second <= 5;
  const zipped = first === 0x50 && second === 0x4b; // 'PK'
  // A safetensors header of 0x…0480 bytes begins like a pickle, so those two bytes alone do not condemn a .safetensors file.
  const named = pickledExtensions.has(extname(file.path).toLowerCase());
  if (!named && !zipped && !(pickled && extname(file.path) !== '.safetensors')) return;
  throw pickleRefusal(file.path);
}

export function pickleRefusal(path: string): DarkroomError {
  return new DarkroomError('weights', `${path} is a pickled PyTorch checkpoint, which can run any program when it is opened. Get the model's .safetensors file, or, where you trust this one, convert it to .safetensors first (in Python: safetensors.torch.save_file).`, { path });
}

function openingFailure(path: string, cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return `There is no weights file ${path}.`;
  if (code === 'EACCES') return `The weights file ${path} may not be read by this user.`;
  return `The weights file ${path} cannot be opened: ${reasonOf(cause)}.`;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
