/** Reads the `config.json` of a network that others made: what Darkroom builds is accepted, everything else is named and refused. */
import { z } from 'zod';
import { DarkroomError } from '../base/errors.ts';

export const size = z.number().int().min(1).max(1 << 20);

/** A setting that Darkroom knows only in these values; absent or null is the first. */
export function only<const V extends string | number | boolean>(...values: readonly [V, ...V[]]) {
  const [usual] = values;
  const known = new Set<unknown>(values);
  return z.unknown().optional().transform((value, context): V => {
    if (value === undefined || value === null) return usual;
    if (known.has(value)) return value as V;
    context.addIssue({ code: 'custom', message: `it is ${JSON.stringify(value)?.slice(0, 80)}, and Darkroom knows ${values.map((known) => JSON.stringify(known)).join(', ')}` });
    return z.NEVER;
  });
}

/** A setting whose null or absence is Darkroom's only form of it. */
export const absent = z.unknown().optional().transform((value, context): undefined => {
  if (value !== undefined && value !== null && value !== false) context.addIssue({ code: 'custom', message: `it is ${JSON.stringify(value)?.slice(0, 80)}, which Darkroom does not build` });
  return undefined;
});

/** One number for all blocks, or one for each. Limits keep a hostile file from asking for a graph without end. */
export const perBlock = (most: number) => z.union([size.max(most), z.array(size.max(most)).min(1).max(8)]);

export function atBlock(value: number | readonly number[], block: number): number {
  return typeof value === 'number' ? value : (value[block] ?? value.at(-1) ?? 1);
}

/**
 * @param where named in errors: the file
 * @throws DarkroomError code 'model', naming the setting
 */
export function parseConfig<S extends z.ZodType>(schema: S, json: unknown, where: string): z.output<S> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const setting = issue?.path.join('.') ?? '';
  throw new DarkroomError('model', `${where}: ${setting === '' ? 'the configuration' : `the setting '${setting}'`} is not one that Darkroom can build: ${issue?.message ?? 'invalid'}.`, { where, setting });
}
