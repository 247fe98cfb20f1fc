/** Applies adapters to a network: weights become sums in the graph, which the engine adds up once, when it loads. */
import { DarkroomError } from '../../base/errors.ts';
import { add, matmul, mul, reshape, transpose } from '../../graph/ops/index.ts';
import { formatShape, type Shape } from '../../graph/shape.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { zeros } from '../../nn/initializers.ts';
import type { Scope } from '../../nn/parameters.ts';
import { type LocatedTensor, type LocatedWeights, shapeOf } from '../../weights/located.ts';
import type { StableDiffusionCheckpoint } from '../checkpoints/stable-diffusion.ts';
import type { Adapter, AdapterModule, AdapterTensor } from './adapter.ts';
import { type AdaptedNetwork, adapterTargets, findTarget } from './adapter-names.ts';

/** One module's addition to a weight. */
interface Addition {
  readonly path: string;
  /** Names its tensors in the graph. */
  readonly name: string;
  readonly module: AdapterModule;
  readonly factor: number;
}

/** What is added to a network's weights, by parameter. */
export type Additions = ReadonlyMap<string, readonly Addition[]>;

export interface AppliedAdapter {
  readonly adapter: Adapter;
  /** 1 is as trained; negative turns the effect round. */
  readonly denoiserStrength: number;
  readonly textStrength: number;
}

export interface AdaptedNetworks {
  readonly denoiser: Additions;
  readonly textEncoders: readonly Additions[];
  /** Tells sets of adapters apart; '' without any. */
  readonly label: string;
  /** Modules that the checkpoint has no weights for. */
  readonly notes: readonly string[];
}

/**
 * Finds the weights that adapters change.
 * @throws DarkroomError code 'weights' when an adapter fits nothing in the checkpoint, or a tensor's shape does not fit
 */
export function adaptCheckpoint(checkpoint: StableDiffusionCheckpoint, applied: readonly AppliedAdapter[]): AdaptedNetworks {
  const targets = adapterTargets(checkpoint);
  const networks = new Map<AdaptedNetwork, Map<string, Addition[]>>(['denoiser', 0, 1].map((network) => [network as AdaptedNetwork, new Map()]));
  const notes: string[] = [];
  for (const [i, { adapter, denoiserStrength, textStrength }] of applied.entries()) {
    const unknown: string[] = [];
    for (const [name, module] of adapter.modules) {
      const target = findTarget(targets, name);
      if (target === undefined) { unknown.push(name); continue; }
      const strength = target.network === 'denoiser' ? denoiserStrength : textStrength;
      const factor = strength * scaleOf(module, adapter.alphas.get(name));
      const additions = networks.get(target.network) as Map<string, Addition[]>;
      additions.set(target.parameter, [...additions.get(target.parameter) ?? [], { path: adapter.path, name: `adapter ${i}: ${name}`, module, factor }]);
    }
    if (unknown.length === adapter.modules.size) throw new DarkroomError('weights', `${adapter.path} does not fit ${checkpoint.name}: of its ${unknown.length} modules, the first being '${unknown[0]}', this checkpoint has none. It was made for another kind of model.`, { path: adapter.path });
    if (unknown.length > 0) notes.push(`${adapter.path}: ${unknown.length} of ${adapter.modules.size} modules have no place in ${checkpoint.name} and were left out, '${unknown[0]}' being the first.`);
  }
  return { denoiser: networks.get('denoiser') as Additions, textEncoders: checkpoint.textEncoders.map((_, place) => networks.get(place as 0 | 1) as Additions), label: labelOf(applied), notes };
}

function labelOf(applied: readonly AppliedAdapter[]): string {
  return applied.map(({ adapter, denoiserStrength, textStrength }) => ` + ${adapter.path} × ${denoiserStrength}, ${textStrength}`).join('');
}

/** alpha over the rank. */
function scaleOf(module: AdapterModule, alpha: number | undefined): number {
  const inner = module.down ?? module.hada1b ?? module.lokr2b ?? module.lokr1b;
  return alpha === undefined || inner === undefined ? 1 : alpha / (shapeOf(inner)[0] ?? 1);
}

const tensorName = ({ name }: Addition, tensor: AdapterTensor): string => `${name} ${tensor}`;

/** The adapters' tensors beside the network's own. */
export function adaptedWeights(weights: LocatedWeights, additions: Additions): LocatedWeights {
  const own = [...additions.values()].flat().flatMap((addition) => (Object.entries(addition.module) as [AdapterTensor, LocatedTensor][]).map(([tensor, located]) => [tensorName(addition, tensor), located] as const));
  return new Map([...weights, ...own]);
}

/** A scope whose weights have the adapters' products added: the network's functions need not know. */
export function adaptedScope(scope: Scope, additions: Additions): Scope {
  if (additions.size === 0) return scope;
  const at = (inner: Scope, path: string): Scope => ({
    at: (name) => at(inner.at(name), `${path}${name}.`),
    parameter: (name, shape, initializer) => {
      const weight = inner.parameter(name, shape, initializer);
      return (additions.get(path + name) ?? []).reduce((sum, addition) => add(sum, change(scope, addition, path + name, shape)), weight);
    },
  });
  return at(scope, '');
}

/** What the module adds, in the shape of the weight. */
function change(root: Scope, addition: Addition, parameter: string, shape: Shape): Tensor {
  const { module, path, factor } = addition;
  const tensor = (kind: AdapterTensor): Tensor | undefined => {
    const located = module[kind];
    return located && root.parameter(tensorName(addition, kind), shapeOf(located), zeros);
  };
  const product = loraProduct(tensor) ?? lohaProduct(tensor) ?? lokrProduct(tensor);
  if (product === undefined) throw new DarkroomError('weights', `${path}: the module '${addition.name}' lacks one of its tensors.`, { path });
  if (product.shape.reduce((a, b) => a * b, 1) !== shape.reduce((a, b) => a * b, 1)) {
    throw new DarkroomError('weights', `${path}: what it adds to '${parameter}' is ${formatShape(product.shape)}, but that weight is ${formatShape(shape)}: it was made for another kind of model.`, { path, parameter });
  }
  return mul(reshape(product, shape), factor);
}

type Take = (kind: AdapterTensor) => Tensor | undefined;

const rows = (x: Tensor): Tensor => reshape(x, [x.shape[0] ?? 1, -1]);

/** up · down; with a small convolution between them where there is one. @source Hu et al. 2021, arXiv 2106.09685 */
function loraProduct(take: Take): Tensor | undefined {
  const [down, up, middle] = [take('down'), take('up'), take('middle')];
  if (down === undefined || up === undefined) return undefined;
  if (middle === undefined) return matmul(rows(up), rows(down)); // [O, C·taps]
  const [outer, inner] = middle.shape as [number, number];
  const taps = reshape(transpose(reshape(middle, [outer, inner, -1])), [-1, inner]); // [outer·taps, inner]
  const spread = reshape(matmul(taps, rows(down)), [outer, -1, down.shape[1] ?? 1]); // [outer, taps, C]
  return matmul(rows(up), rows(transpose(spread))); // [O, C·taps]
}

/** Two products, multiplied value by value. @source Hyeon-Woo et al. 2021, arXiv 2108.06098 */
function lohaProduct(take: Take): Tensor | undefined {
  const [a1, b1, a2, b2] = [take('hada1a'), take('hada1b'), take('hada2a'), take('hada2b')];
  return a1 && b1 && a2 && b2 && mul(matmul(a1, rows(b1)), matmul(a2, rows(b2)));
}

/** A Kronecker product. @source Yeh et al. 2023, arXiv 2309.14859 */
function lokrProduct(take: Take): Tensor | undefined {
  const factor = (whole: AdapterTensor, a: AdapterTensor, b: AdapterTensor): Tensor | undefined => {
    const [left, right] = [take(a), take(b)];
    return take(whole) ?? (left && right && matmul(left, rows(right)));
  };
  const [first, second] = [factor('lokr1', 'lokr1a', 'lokr1b'), factor('lokr2', 'lokr2a', 'lokr2b')];
  if (first === undefined || second === undefined) return undefined;
  const [outRows, inColumns] = first.shape as [number, number];
  const [smallRows] = second.shape as [number];
  const spread = mul(reshape(first, [outRows, 1, inColumns, 1]), reshape(rows(second), [1, smallRows, 1, -1]));
  return reshape(spread, [outRows * smallRows, -1]);
}
