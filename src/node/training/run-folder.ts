/** A training run's folder: checkpoint, model, sheets, metrics and report, each replaced in one step. */
import { access, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DarkroomError } from '../../base/errors.ts';
import { encodePng } from '../../images/png.ts';
import { contactSheet } from '../../images/sheet.ts';
import { modelToWeights } from '../../pipelines/model.ts';
import { type Checkpoint, checkpointFromWeights, checkpointToWeights } from '../../training/checkpoint.ts';
import { metricLines, reportPage } from '../../training/report.ts';
import type { RunStore } from '../../training/trainer.ts';
import { writeFileAtomically } from '../atomic-file.ts';
import { loadWeightsFile, saveWeightsFile } from '../weights-file.ts';

const files = { checkpoint: 'checkpoint.safetensors', model: 'model.safetensors', report: 'report.html', metrics: 'metrics.jsonl' } as const;

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
    saveCheckpoint: (checkpoint) => saveWeights(files.checkpoint, checkpointToWeights(checkpoint)),
    saveModel: (model) => saveWeights(files.model, modelToWeights(model)),
    saveSheet: (step, pictures, prompts) => save(join('sheets', `step-${String(step).padStart(6, '0')}.png`), encodePng(contactSheet({ rows: pictures.map((row, i) => ({ label: prompts[i] ?? '', pictures: row })) }))),
    saveReport: async (head) => {
      await save(files.metrics, metricLines(head));
      return save(files.report, reportPage(head, (file) => `sheets/${basename(file)}`));
    },
  };
}

/** @throws DarkroomError code 'usage' when the folder holds no run to go on with */
export async function requireRun(path: string): Promise<void> {
  if (!(await exists(join(path, files.checkpoint)))) throw new DarkroomError('usage', `${path} holds no checkpoint to go on from. Leave out --resume to start a run there.`, { path });
}

/** The checkpoint that a run goes on from. @throws DarkroomError code 'weights' when it is damaged */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  const file = join(path, files.checkpoint);
  return checkpointFromWeights(await loadWeightsFile(file), file);
}

/** A new run does not write over an old one. @throws DarkroomError code 'usage' */
export async function refuseExistingRun(path: string): Promise<void> {
  if (await exists(join(path, files.checkpoint))) throw new DarkroomError('usage', `${path} already holds a run. Add --resume to go on with it, or choose another --out.`, { path });
  const found: readonly string[] = await readdir(path).catch(() => []);
  if (found.includes(files.model)) throw new DarkroomError('usage', `${path} already holds a model. Choose another --out.`, { path });
}

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false);
