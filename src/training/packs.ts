/**
 * Parameters joined into few large tensors for training: the optimizer then takes a handful of steps over memory instead of thousands of small
 * ones, and few states cross between engine and host.
 */
import { float32, sizeOf, type TensorData } from '../base/tensor-data.ts';
import * as ops from '../graph/ops/index.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { UpdateRule } from './optimizer.ts';

export interface PackMember {
  readonly name: string;
  readonly shape: readonly number[];
  /** Where its values begin in the pack. */
  readonly offset: number;
}

/** Muon's matrices of one shape as a batch, [members, M, N]; AdamW's parameters of every shape as one vector. */
export interface Pack {
  readonly name: string;
  readonly rule: UpdateRule;
  readonly shape: readonly number[];
  readonly members: readonly PackMember[];
}

/** Which parameter lies where. @param ruleOf decides who moves a parameter */
export function planPacks(parameters: ReadonlyMap<string, Tensor>, ruleOf: (name: string, parameter: Tensor) => UpdateRule): Pack[] {
  const groups = new Map<string, [string, Tensor][]>();
  for (const entry of parameters) {
    const rule = ruleOf(...entry);
    const key = rule === 'muon' ? `muon.${matrixOf(entry[1].shape).join('x')}` : rule;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups].map(([name, entries]) => {
    let offset = 0;
    const members = entries.map(([member, { shape }]) => {
      const place = { name: member, shape, offset };
      offset += sizeOf(shape);
      return place;
    });
    const matrix = matrixOf(members[0]?.shape ?? []);
    return name.startsWith('muon') ? { name, rule: 'muon', members, shape: [members.length, ...matrix] } : { name, rule: 'adamw', members, shape: [offset] };
  });
}

/** A parameter as Muon sees it: outputs by all that goes into one, so that a convolution's kernel is a matrix, too. */
function matrixOf([rows = 1, ...rest]: readonly number[]): readonly [number, number] {
  return [rows, sizeOf(rest)];
}

/** A pack's members as parts of a tensor of the pack's shape. */
export function membersOf({ rule, members, shape }: Pack, packed: Tensor): Tensor[] {
  const sizes = rule === 'muon' ? members.map(() => 1) : members.map((member) => sizeOf(member.shape));
  const parts = shape[0] === sizes[0] ? [packed] : ops.split(packed, 0, sizes);
  return members.map((member, i) => ops.reshape(parts[i] as Tensor, member.shape));
}

/** Values by parameter name to one tensor. */
export function packValues({ members, shape }: Pack, values: ReadonlyMap<string, TensorData>): TensorData {
  const packed = new Float32Array(sizeOf(shape));
  for (const { name, offset } of members) packed.set((values.get(name) as TensorData<'float32'>).data, offset);
  return float32(packed, shape);
}

/** One tensor to values by parameter name. */
export function unpackValues({ members }: Pack, packed: TensorData): [string, TensorData][] {
  const values = (packed as TensorData<'float32'>).data;
  return members.map(({ name, shape, offset }) => [name, float32(values.slice(offset, offset + sizeOf(shape)), shape)]);
}
