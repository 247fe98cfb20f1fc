/** Training recipes: every number of a run in one record. A new recipe is one file in `recipes/` and a row of the table in `recipes.ts`. */
import { z } from 'zod';
import { DarkroomError } from '../base/errors.ts';
import { modelParts } from '../pipelines/model-config.ts';

const share = z.number().min(0).max(1);
const rate = z.number().min(0);
const count = z.number().int().min(1).max(1 << 20);

/** How long a phase learns, and how fast: the same for every phase. */
const pace = {
  optimizer: z.strictObject({
    clipNorm: z.number().positive(), adamwRate: rate, muonRate: rate,
    adamw: z.strictObject({ beta1: share, beta2: share, epsilon: z.number().positive(), weightDecay: rate }),
    muon: z.strictObject({ momentum: share, weightDecay: rate, iterations: z.number().int().min(1).max(10).optional() }),
  }),
  /** Steps of linear warm-up; then constant; then linear to 0 over the last `decay` of the phase. */
  warmupSteps: z.number().int().min(0),
  decay: share,
  /** Largest decay of each moving average of the weights; early steps forget faster. Of several, validation decides at the end. */
  averageDecays: z.array(share).min(1).max(4).readonly(),
  /** The phase ends by the clock or by steps, whichever the user does not override. */
  minutes: z.number().positive().optional(),
  steps: count.optional(),
  /** When it is looked at (sheets, validation), as fractions of the phase; the end always is. */
  sheets: z.array(share).readonly(),
  checkpointSeconds: z.number().positive(),
};

/** Share of captions replaced by the empty one, what guidance pushes away from; and of words that only their spelling speaks for. */
const captionPart = { captionDropout: share, wordDropout: share };

/** The text encoder alone, as a parser: it tells each factor of a scene from its caption. */
const textPhase = z.strictObject({ kind: z.literal('text'), ...pace, ...captionPart, batch: count });

const denoiserPhase = z.strictObject({
  kind: z.literal('denoiser'),
  ...pace, ...captionPart,
  /** Pixels of a side of the pictures that it learns from; default: the model's own. */
  picture: count.optional(),
  /** Of a world whose scenes are drawn as they are needed: how many before the first step, and with each step. Default: all before. */
  growth: z.strictObject({ first: count, fresh: z.number().int().min(0) }).optional(),
  /** Pictures in a step, and noisy copies of each: text and keys are worked out once for all copies. */
  batch: count,
  copies: count,
  moments: z.union([
    z.strictObject({ kind: z.literal('uniform') }),
    z.strictObject({ kind: z.literal('logit-normal'), mean: z.number(), deviation: z.number().positive() }),
  ]),
  /** Rows count 1 / max(sigma, floor)^power: with clean-picture prediction, power 2 is the loss of the velocity. */
  lossWeight: z.strictObject({ power: z.number().min(0), floor: z.number().positive() }),
  /** Weight of the loss of the network's lower half, where it has a head of its own. */
  middleLoss: z.number().min(0),
  /** Weight of telling which thing fills each token, from the network's lower half, where label maps are known. */
  regionLoss: z.number().min(0),
  /** How much more than what is behind it a thing counts in the denoising loss, where label maps are known. Absent, as in older runs: as much. */
  thingWeight: z.number().min(1).optional(),
  /** Pictures to measure by, at the moments of the sheets; 0: none. */
  validation: z.number().int().min(0).max(1 << 14),
  /** Pictures that the world's checker looks at, at the same moments, where there is one for this size; 0: none. */
  judged: z.number().int().min(0).max(512),
  /** Weight of telling the labels from the text's summary: teaches the text encoder what words mean. */
  labelLoss: z.number().min(0),
});

/** The networks of a convolutional codec, on squares cut out of pictures. */
const codecPhase = z.strictObject({
  kind: z.literal('codec'),
  ...pace,
  /** The decoder alone leaves latents as they are: what else was learned on them stays true. */
  learns: z.enum(['all', 'decoder']),
  batch: count,
  /** Pixels of a side of the squares. */
  crop: count.multipleOf(32),
  /** Pictures in memory at a time, and how many are replaced with each step; may be a fraction. */
  pool: count,
  fresh: z.number().min(0).max(64),
  /** The decoder sees latents under noise of up to this deviation. */
  noise: z.number().min(0),
  /** Weights: differences of pixels, absolute and squared; of Haar details; all of those for resampled latents; the scale of latents. */
  losses: z.strictObject({ absolute: rate, squared: rate, details: rate, resampled: rate, scale: rate }),
  /** Pictures to measure by. */
  validation: count,
});

const phase = z.discriminatedUnion('kind', [codecPhase, textPhase, denoiserPhase]);

const schema = z.strictObject({
  name: z.string(),
  description: z.string(),
  /** The drawn world that it learns from, unless the user brings pictures. */
  world: z.strictObject({ name: z.string(), scenes: count }),
  /** The model but for what only data can tell: its words, and where it comes from. */
  model: z.strictObject({ ...modelParts, text: modelParts.text.extend({ tokenizer: modelParts.text.shape.tokenizer.omit({ words: true }) }) }),
  /** 0: principal components as they are; 1: every channel of a latent has the same variance. */
  whitening: share,
  /** In the order in which they run; later ones begin with what earlier ones have learned. */
  phases: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/), phase).refine((phases) => Object.keys(phases).length > 0, 'a recipe has at least one phase'),
  /** What sheets are drawn from. */
  prompts: z.array(z.string()).min(1).readonly(),
  seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
});

export type TrainingRecipe = Readonly<z.infer<typeof schema>>;
export type PhaseRecipe = Readonly<z.infer<typeof phase>>;
export type CodecPhase = Readonly<z.infer<typeof codecPhase>>;
export type TextPhase = Readonly<z.infer<typeof textPhase>>;
export type DenoiserPhase = Readonly<z.infer<typeof denoiserPhase>>;
/** What every phase has. */
export type Pace = Pick<PhaseRecipe, keyof typeof pace>;

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

/** What a user may say about the length of a run, or of one phase of it. */
export interface AskedLength {
  readonly minutes?: number;
  readonly steps?: number;
  readonly phase?: string;
}

/**
 * The recipe with the length that the user asks for: of the named phase, or of the whole run, whose phases keep their shares of the time.
 * @throws DarkroomError code 'usage' for lengths that make no sense, or steps for several phases at once
 */
export function withLength(recipe: TrainingRecipe, asked: AskedLength): TrainingRecipe {
  const { minutes, steps } = checkedLength(asked);
  const names = Object.keys(recipe.phases);
  const chosen = Object.entries(recipe.phases).filter(([name]) => asked.phase === undefined || name === asked.phase);
  if (chosen.length === 0) throw new DarkroomError('usage', `The recipe ${recipe.name} has no phase '${asked.phase}'. It has: ${names.join(', ')}.`, { phase: asked.phase });
  if (minutes === undefined && steps === undefined) return recipe;
  const countsSteps = chosen.length > 1 && chosen.some(([, phase]) => phase.minutes === undefined);
  if (chosen.length > 1 && (steps !== undefined || countsSteps)) throw new DarkroomError('usage', `The recipe ${recipe.name} has several phases (${names.join(', ')}): say with --phase whose length is meant.`);
  const usual = chosen.reduce((sum, [, phase]) => sum + (phase.minutes ?? 0), 0);
  const changed = chosen.map(([name, phase]) => [name, withOwnLength(phase, minutes === undefined ? { steps } : { minutes: chosen.length > 1 ? (minutes * (phase.minutes ?? 0)) / usual : minutes })]);
  return { ...recipe, phases: { ...recipe.phases, ...(Object.fromEntries(changed) as TrainingRecipe['phases']) } };
}

function checkedLength({ minutes, steps }: AskedLength): AskedLength {
  if (minutes !== undefined && steps !== undefined) throw new DarkroomError('usage', 'Give minutes or steps, not both.');
  if (minutes !== undefined && !(minutes > 0 && Number.isFinite(minutes))) throw new DarkroomError('usage', `Minutes must be a positive number, not ${minutes}.`, { minutes });
  if (steps !== undefined && !(Number.isInteger(steps) && steps > 0)) throw new DarkroomError('usage', `Steps must be a whole number of at least 1, not ${steps}.`, { steps });
  return { ...(minutes !== undefined && { minutes }), ...(steps !== undefined && { steps }) };
}

function withOwnLength(phase: PhaseRecipe, length: { readonly minutes?: number | undefined; readonly steps?: number | undefined }): PhaseRecipe {
  const kept = Object.entries(phase).filter(([key]) => key !== 'minutes' && key !== 'steps');
  return { ...Object.fromEntries(kept), ...length } as PhaseRecipe;
}
