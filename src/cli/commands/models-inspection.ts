/** The inspection of a checkpoint, or of an adapter, as people read it. */
import type { AdapterInspection } from '../../node/checkpoints/inspect-adapter.ts';
import type { ModelInspection } from '../../node/checkpoints/inspect-model.ts';
import { bytes, table } from '../format.ts';

export function inspectionText({ name, familyName, info, prediction, parts, memory, device, notes }: ModelInspection): string {
  const { size, inpainting, hash, defaults } = info;
  const facts: readonly (readonly [string, string])[] = [
    ['Model', `${name} (${hash})`],
    ['Family', `${familyName}${inpainting ? ', inpainting' : ''}${info.toldGuidance ? ', consistency model' : ''}, predicts ${prediction}`],
    ['Trained at', `${size.width}×${size.height} pixels`],
    ['Best asked with', `${defaults.steps} steps, guidance ${defaults.guidance}, ${defaults.sampler}, ${defaults.spacing} spacing`],
    ['Runs on', device.reason],
  ];
  const rows = parts.map((part) => [part.part, part.kind, `${(part.parameters / 1e6).toFixed(1)} M`, part.precision.join(', '), bytes(part.bytes), part.files.length === 1 ? (part.files[0] ?? '') : `${part.files.length} files, ${part.files[0]} …`]);
  const needs = memory.needs.map(({ what, bytes: all, weights, activations }, i) => [what, bytes(all), bytes(weights), bytes(activations), bytes(memory.lowNeeds[i]?.bytes ?? 0)]);
  return [
    factTable(facts),
    '',
    table(['part', 'what', 'parameters', 'precision', 'in files', 'where'], rows),
    '',
    `Memory for ${memory.size.width}×${memory.size.height} pixels (estimated); ${bytes(memory.availableBytes)} are free:`,
    table(['part', 'needs', 'weights', 'the rest', 'with --memory low'], needs),
    verdictOn(memory),
    ...notes.map((note) => `Note: ${note}`),
  ].join('\n');
}

function verdictOn({ fits, lowFits }: ModelInspection['memory']): string {
  if (fits) return 'Each part fits; as many as fit together are kept loaded.';
  if (lowFits) return 'It fits with the weights left mapped and pictures decoded in tiles, and is run so, as with --memory low.';
  return 'It does not fit into the memory that is free now.';
}

export function adapterText({ name, adapter, familyName, ranks, precision, parts }: AdapterInspection): string {
  const [least, most] = ranks ?? [];
  const facts = [['Adapter', name], ['Kind', adapter], ['For', familyName], ['Rank', least === undefined ? '–' : least === most ? `${least}` : `${least} to ${most}`], ['Precision', precision.join(', ')]] as const;
  const rows = parts.map(({ part, targets, modules, parameters, bytes: size }) => [part, `${modules}`, ...[targets.attention, targets.between, targets.convolution, targets.other].map(String), `${(parameters / 1e6).toFixed(2)} M`, bytes(size)]);
  return [factTable(facts), '', table(['part', 'weights changed', 'attention', 'between', 'convolutions', 'other', 'parameters', 'in the file'], rows)].join('\n');
}

const factTable = (facts: readonly (readonly [string, string])[]): string => table(['', ''], facts).split('\n').slice(2).join('\n');
