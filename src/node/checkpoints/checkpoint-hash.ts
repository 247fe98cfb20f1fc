/** Tells checkpoints apart without reading gigabytes: a hash of where their tensors lie and of how each begins. */
import { createHash } from 'node:crypto';
import { type StableDiffusionCheckpoint, networksOf } from '../../models/checkpoints/stable-diffusion.ts';
import type { LocatedTensor } from '../../weights/located.ts';
import { type WeightsFile, openWeightsFile } from '../weights-file.ts';

/** Training changes all values of a tensor, so its first ones tell two trainings apart. A change by hand further back would not be seen. */
const BEGINNING_BYTES = 1024;
const HASH_DIGITS = 12;

/**
 * The first digits of a SHA-256 over name, type, shape and first kilobyte of every tensor that the networks use, in whatever files they lie.
 * It is no proof that all bytes are the same: a hash over them would take ten seconds for each start.
 * @throws DarkroomError code 'io' or 'weights'
 */
export async function checkpointHash(checkpoint: StableDiffusionCheckpoint): Promise<string> {
  const hash = createHash('sha256');
  const files = new Map<string, WeightsFile>();
  try {
    for (const { weights } of networksOf(checkpoint)) {
      for (const [name, tensor] of [...weights].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        hash.update(`${name} ${tensor.stored.dtype} ${tensor.stored.shape.join(',')}\n`);
        hash.update(await beginningOf(tensor, files));
      }
    }
  } finally {
    for (const file of files.values()) await file.close();
  }
  return hash.digest('hex').slice(0, HASH_DIGITS);
}

async function beginningOf({ file, stored }: LocatedTensor, files: Map<string, WeightsFile>): Promise<Uint8Array> {
  const source = files.get(file.path) ?? await openWeightsFile(file.path);
  files.set(file.path, source);
  return source.read(stored.offset, Math.min(stored.length, BEGINNING_BYTES));
}
