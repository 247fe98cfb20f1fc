/** Training recipes: every number of a run in one record. A new recipe is one row of the table in `recipes.ts`. */
import { z } from 'zod';
import { DarkroomError } from '../base/errors.ts';
import { modelParts } from '../pipelines/model-config.ts';

const share = z.number().min(0).max(1);
const rate = z.number().min(0);
const count = z.number().int().min(1).max(1 << 20);

const schema = z.strictObject({
  name: z.string(),
  description: z.string(),
  /** The drawn world that it learns from, unless the user brings pictures. */
  world: z.strictObject({ name: z.string(), scenes: count }),
  /** The model but for what only data can tell: its words, and where it comes from. */
  model: z.strictObject({ ...modelParts, text: modelParts.text.extend({ tokenizer: modelParts.text.shape.tokenizer.omit({ words: true }) }) }),
  /** 0: principal components as they are; 1: every channel of a latent has the same variance. */
  whitening: share,
  /** Pictures in a step, and noisy copies of each: text and keys are worked out once for all copies. */
  batch: count,
  copies: count,
  moments: z.union([
    z.strictObject({ kind: z.literal('uniform') }),
    z.strictObject({ kind: z.literal('logit-normal'), mean: z.number(), deviation: z.number().positive() }),
  ]),
  /** Rows count 1 / max(sigma, floor)^power: with clean-picture prediction, power 2 is the loss of the velocity. */
  lossWeight: z.strictObject({ power: z.number().min(0), floor: z.number().positive() }),
  /** Weight of telling the labels from the text's summary: teaches the text encoder what words mean. */
  labelLoss: z.number().min(0),
  /** Share of captions replaced by the empty one: what guidance pushes away from. */
  captionDropout: share,
  /** Share of words that only their spelling speaks for: what makes typos and rare words readable. */
  wordDropout: share,
  optimizer: z.strictObject({
    clipNorm: z.number().positive(), adamwRate: rate, muonRate: rate,
    adamw: z.strictObject({ beta1: share, beta2: share, epsilon: z.number().positive(), weightDecay: rate }),
    muon: z.strictObject({ momentum: share, weightDecay: rate }),
  }),
  /** Steps of linear warm-up; then constant; then linear to 0 over the last `decay` of the run. */
  warmupSteps: z.number().int().min(0),
  decay: share,
  /** Largest decay of the moving average; early steps forget faster. */
  averageDecay: share,
  /** The run ends by the clock or by steps, whichever the user does not override. */
  minutes: z.number().positive().optional(),
  steps: count.optional(),
  /** When sheets are drawn, as fractions of the run; the end always is. */
  sheets: z.array(share).readonly(),
  checkpointSeconds: z.number().positive(),
  /** What sheets are drawn from. */
  prompts: z.array(z.string()).min(1).readonly(),
  seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
});

export type TrainingRecipe = Readonly<z.infer<typeof schema>>;

/**
 * A recipe with some things changed; records within records are changed in part, too.
 * @param where named in errors: the file
 * @throws DarkroomError code 'usage' naming what is unknown or out of range
 */
export function changedRecipe(base: TrainingRecipe, changes: unknown, where: string): TrainingRecipe {
  const parsed = schema.safeParse(merged(base, changes));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new DarkroomError('usage', `${where}: the recipe is not understood at '${issue?.path.join('.') || 'its top'}': ${issue?.message ?? 'invalid'}.`, { where, path: issue?.path });
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function merged(base: unknown, changes: unknown): unknown {
  // Another kind is another record, not a change of this one.
  if (!isRecord(base) || !isRecord(changes) || (changes['kind'] !== undefined && changes['kind'] !== base['kind'])) return changes;
  return { ...base, ...Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, merged(base[key], value)])) };
}
