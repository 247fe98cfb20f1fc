/** A training run's folder: checkpoint, model, sheets, metrics and report, each replaced in one step. */
import { access, appendFile, readFile, readdir, truncate } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DarkroomError } from '../../base/errors.ts';
import { encodePng } from '../../images/png.ts';
import { contactSheet } from '../../images/sheet.ts';
import { modelToWeights } from '../../pipelines/model.ts';
import { type Checkpoint, type PhaseHead, checkpointFromWeights, checkpointToWeights, headFromMetadata } from '../../training/checkpoint.ts';
import type { RecordFile } from '../../training/drawn-latents.ts';
import { metricLines, reportPage } from '../../training/report.ts';
import type { RunStore } from '../../training/phase.ts';
import type { TrainingRecipe } from '../../training/training-recipe.ts';
import { makeFolders, writeFileAtomically } from '../atomic-file.ts';
import { readSafetensorsHeader } from '../../weights/safetensors-header.ts';
import { loadWeightsFile, openWeightsFile, saveWeightsFile } from '../weights-file.ts';

/** At the top of the folder. */
const files = { model: 'model.safetensors', report: 'report.html', metrics: 'metrics.jsonl' } as const;
/** In each phase's own folder, which has its name. */
const phaseFiles = { checkpoint: 'checkpoint.safetensors', finished: 'finished.safetensors' } as const;

/** @param path made when the first file is saved */
export function runFolder(path: string): RunStore {
  const save = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFileAtomically(join(path, name), content);
    return join(path, name);
  };
  const saveWeights = async (name: string, weights: Parameters<typeof saveWeightsFile>[1]): Promise<string> => {
    await saveWeightsFile(join(path, name), weights);
    return join(path, name);
  };
  return {
    path,
    loadCheckpoint: (phase) => loadState(join(path, phase, phaseFiles.checkpoint)),
    loadFinished: (phase) => loadState(join(path, phase, phaseFiles.finished)),
    saveCheckpoint: (checkpoint) => saveWeights(join(checkpoint.phase, phaseFiles.checkpoint), checkpointToWeights(checkpoint)),
    saveFinished: (checkpoint) => saveWeights(join(checkpoint.phase, phaseFiles.finished), checkpointToWeights(checkpoint)),
    saveModel: (model) => saveWeights(files.model, modelToWeights(model)),
    saveSheet: (phase, step, pictures, prompts) => save(join(phase, `step-${String(step).padStart(6, '0')}.png`), encodePng(contactSheet({ rows: pictures.map((row, i) => ({ label: prompts[i] ?? '', pictures: row })) }))),
    saveReport: async (heads) => {
      await save(files.metrics, metricLines(heads));
      return save(files.report, reportPage(heads, (file) => relative(path, file).replaceAll('\\', '/')));
    },
  };
}

/** A file of records in the run's folder `latents`. */
export function recordFile(path: string, name: string): RecordFile {
  const file = join(path, 'latents', `${name}.bin`);
  return {
    read: async (recordBytes) => {
      const bytes = await readFile(file).catch(() => Buffer.alloc(0));
      const whole = bytes.length - (bytes.length % recordBytes);
      if (whole < bytes.length) await truncate(file, whole);
      return bytes.subarray(0, whole);
    },
    append: async (bytes) => {
      await makeFolders(join(path, 'latents'));
      await appendFile(file, bytes);
    },
  };
}

/** Undefined where there is no such file. @throws DarkroomError code 'weights' when it is damaged */
async function loadState(file: string): Promise<Checkpoint | undefined> {
  return (await exists(file)) ? checkpointFromWeights(await loadWeightsFile(file), file) : undefined;
}

/** What a run's folder tells of a phase, and whether it is done. */
export interface SavedPhase extends PhaseHead {
  readonly finished: boolean;
}

/** The phases of a run, in the recipe's order, without their tensors; none where there is no run. @throws DarkroomError code 'weights' when a file is damaged */
export async function loadHeads(path: string): Promise<SavedPhase[]> {
  const folders = (await readdir(path, { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name));
  const heads = (await Promise.all(folders.map(async (folder) => {
    const finished = await exists(join(folder, phaseFiles.finished));
    const file = join(folder, finished ? phaseFiles.finished : phaseFiles.checkpoint);
    return finished || await exists(file) ? [{ ...await loadHead(file), finished }] : [];
  }))).flat();
  const order = Object.keys(heads.at(-1)?.recipe.phases ?? {});
  return heads.sort((a, b) => order.indexOf(a.phase) - order.indexOf(b.phase));
}

async function loadHead(path: string): Promise<PhaseHead> {
  const file = await openWeightsFile(path);
  try {
    return headFromMetadata((await readSafetensorsHeader(file)).metadata, path);
  } finally {
    await file.close();
  }
}

/** The recipe with which a run was begun, by its last phase; undefined where there is no run. */
export async function recipeOfRun(path: string): Promise<TrainingRecipe | undefined> {
  return (await loadHeads(path)).at(-1)?.recipe;
}

/** A model that no run here has made is not written over. @throws DarkroomError code 'usage' */
export async function refuseForeignModel(path: string): Promise<void> {
  if ((await recipeOfRun(path)) === undefined && (await exists(join(path, files.model)))) throw new DarkroomError('usage', `${path} already holds a model. Choose another --out.`, { path });
}

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false);
