/** Finds models: the ones that come with the package, and a user's own files. */
import { createHash } from 'node:crypto';
import { access, readFile, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DarkroomError } from '../../base/errors.ts';
import { sizeOf } from '../../base/tensor-data.ts';
import type { ModelEntry } from '../../models/model-entry.ts';
import { type Model, modelFromWeights } from '../../pipelines/model.ts';
import { parseModelConfig } from '../../pipelines/model-config.ts';
import { readWeights } from '../../weights/safetensors.ts';
import { readSafetensorsHeader } from '../../weights/safetensors-header.ts';
import { openWeightsFile } from '../weights-file.ts';

/** Two folders up from `src/node/generation` as well as from `dist/node/generation`, and one more. */
const shippedFolder = fileURLToPath(new URL('../../../assets/models/', import.meta.url));
const EXTENSION = '.safetensors';

/** The model that is taken when none is named. */
export const DEFAULT_MODEL = 'first-light';
const HASH_DIGITS = 12;

async function shippedFiles(): Promise<string[]> {
  const names = await readdir(shippedFolder).catch(() => []);
  return names.filter((name) => name.endsWith(EXTENSION)).sort().map((name) => join(shippedFolder, name));
}

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false);

/** Whether this is the id of a model that comes with the package. */
export async function isShipped(model: string): Promise<boolean> {
  return basename(model) === model && exists(join(shippedFolder, `${model}${EXTENSION}`));
}

/**
 * The file of a model: by the id of a shipped one, or by the path of a file or of a run's folder.
 * @throws DarkroomError code 'model' for an id that is not there, with the ids that are
 */
export async function findModelFile(model: string): Promise<string> {
  if (await isShipped(model)) return join(shippedFolder, `${model}${EXTENSION}`);
  const found = await stat(model).catch(() => undefined);
  if (found?.isFile()) return model;
  const inFolder = join(model, `model${EXTENSION}`);
  if (found?.isDirectory() && await exists(inFolder)) return inFolder;
  const known = (await shippedFiles()).map((file) => basename(file, EXTENSION));
  throw new DarkroomError('model', `There is no model '${model}': it is neither a file, nor the folder of a run that has drawn its first sheet, nor one of: ${known.join(', ') || 'none shipped'}.`, { model, known });
}

export interface LoadedModel {
  readonly model: Model;
  /** First digits of the file's SHA-256. */
  readonly hash: string;
}

/** @throws DarkroomError code 'model', 'weights' or 'io', naming the file */
export async function loadModel(nameOrPath: string): Promise<LoadedModel> {
  const file = await findModelFile(nameOrPath);
  // Its header first: pickles, folders and gigabytes of other weights are refused in words.
  await describe(file);
  const bytes = await readFile(file);
  try {
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, HASH_DIGITS);
    return { model: modelFromWeights(readWeights(bytes), file), hash };
  } catch (error) {
    if (!(error instanceof DarkroomError) || error.message.includes(file)) throw error;
    throw new DarkroomError(error.code, `${file}: ${error.message}`, { ...error.details, file }, error);
  }
}

/** What comes with the package. Reads headers only. */
export async function listModels(): Promise<ModelEntry[]> {
  return Promise.all((await shippedFiles()).map(describe));
}

async function describe(path: string): Promise<ModelEntry> {
  const file = await openWeightsFile(path);
  try {
    const { tensors, metadata } = await readSafetensorsHeader(file);
    const { id, description, picture, origin, licence } = parseModelConfig(metadata, path);
    const parameters = [...tensors.values()].reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    return { id, description, file: path, bytes: file.size, parameters, size: picture.width, origin, licence };
  } finally {
    await file.close();
  }
}
