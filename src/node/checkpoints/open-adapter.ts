/** Opens adapter files: headers are checked, the few numbers among their tensors are read, the rest stays where it is. */
import { DarkroomError } from '../../base/errors.ts';
import { fromFloat16 } from '../../base/float16.ts';
import { type Adapter, adapterModules } from '../../models/lora/adapter.ts';
import type { LocatedTensor } from '../../weights/located.ts';
import { readTensor } from '../../weights/safetensors.ts';
import { openWeightsFile } from '../weights-file.ts';
import { locateFile } from './weight-files.ts';

/** @throws DarkroomError code 'weights' or 'io', naming the file */
export async function openAdapter(path: string): Promise<Adapter> {
  const tensors = await locateFile(path);
  const modules = adapterModules(path, tensors);
  const alphas = new Map<string, number>();
  const file = await openWeightsFile(path);
  try {
    for (const [module, { alpha }] of modules) if (alpha !== undefined) alphas.set(module, await readNumber(path, alpha, (stored) => readTensor(file, stored)));
  } finally {
    await file.close();
  }
  return { path, modules, alphas };
}

async function readNumber(path: string, { stored }: LocatedTensor, read: (stored: LocatedTensor['stored']) => ReturnType<typeof readTensor>): Promise<number> {
  const { dtype, data } = await read(stored);
  const values = dtype === 'float16' ? fromFloat16(data as Uint16Array) : data;
  const value = values.length === 1 ? Number(values[0]) : Number.NaN;
  if (!Number.isFinite(value)) throw new DarkroomError('weights', `${path}: the tensor '${stored.name}' should be one number.`, { path, tensor: stored.name });
  return value;
}
