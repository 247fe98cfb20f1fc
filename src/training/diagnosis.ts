/** What went wrong in a run, as far as its numbers tell: the usual failures, each with its evidence and what to try. */
import type { Metric, PhaseHead } from './checkpoint.ts';
import type { DenoiserPhase } from './training-recipe.ts';
import type { Validation } from './validation.ts';

export type Problem = 'latent-scale' | 'rate-too-high' | 'gradients-oscillate' | 'captions-ignored' | 'over-fitting' | 'under-training' | 'text-not-read';

export interface Finding {
  readonly problem: Problem;
  readonly phase: string;
  /** The numbers. */
  readonly evidence: string;
  readonly advice: string;
}

/** Standard deviations of latents between which the noise levels of a schedule mean what they say. */
const SCALE = [0.5, 2] as const;
/** Largest over smallest channel: beyond it the weak channels drown in noise long before the strong ones. */
const CHANNEL_SPREAD = 30;
/** A gradient so many times as large as usual is a spike; so many windows with one are too many. */
const SPIKE = 12;
const SPIKES_ALLOWED = 0.04;
/** The loss after the warm-up may be so much above the lowest that it had been. */
const RISE = 1.25;
/** What captions must be worth: the share by which wrong ones raise the loss. */
const CAPTIONS_WORTH = 0.03;
/** How much lower the loss on pictures that are learned from may be. */
const GAP = 0.15;
/** What twice the steps would still bring. */
const GAIN_OF_DOUBLING = 0.06;
/** What a parser shall tell right of captions that it has not seen. */
const READ_RIGHT = 0.95;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** One look at a phase; undefined where all is well, or where there is too little to tell. */
type Check = (head: PhaseHead) => Omit<Finding, 'phase' | 'problem'> | undefined;

const latentScale: Check = ({ progress: { latentDeviations } }) => {
  if (latentDeviations === undefined || latentDeviations.length === 0) return undefined;
  const overall = Math.sqrt(mean(latentDeviations.map((each) => each * each)));
  const [least, most] = [Math.min(...latentDeviations), Math.max(...latentDeviations)];
  const advice = 'The schedule mixes latents with noise of deviation 1. Divide the latents by their deviation, channel by channel: train the codec on (it normalises what it gives), or raise the recipe\'s whitening.';
  if (overall < SCALE[0] || overall > SCALE[1]) return { evidence: `The latents have a standard deviation of ${overall.toFixed(2)}; it should be about 1.`, advice };
  if (most > CHANNEL_SPREAD * Math.max(least, 1e-9)) return { evidence: `The latents' channels have standard deviations from ${least.toFixed(3)} to ${most.toFixed(2)}; they should be alike.`, advice };
  return undefined;
};

/** The first of the losses, window by window, after the warm-up. */
function settled({ phase, recipe, progress: { metrics } }: PhaseHead): readonly Metric[] {
  const warmup = recipe.phases[phase]?.warmupSteps ?? 0;
  return metrics.filter(({ step }) => step > 2 * warmup);
}

const told = ({ losses }: Metric): number => Object.values(losses)[0] ?? NaN;

const rateTooHigh: Check = (head) => {
  const metrics = settled(head);
  if (metrics.length < 8) return undefined;
  const usual = median(metrics.map(({ gradientNorm }) => gradientNorm));
  const spikes = metrics.filter(({ gradientNormPeak }) => gradientNormPeak > SPIKE * usual);
  // A few windows are one point: chance moves single ones.
  const smooth = metrics.map((_, i) => mean(metrics.slice(Math.max(0, i - 3), i + 1).map(told))).slice(3);
  const lowest = Math.min(...smooth);
  const last = smooth.at(-1) as number;
  const advice = 'Halve muonRate and adamwRate, or make the warm-up longer; a spike that comes back at the same place is in the data.';
  if (last > RISE * lowest) return { evidence: `The loss rose again, from ${lowest.toPrecision(3)} to ${last.toPrecision(3)}.`, advice };
  if (spikes.length > SPIKES_ALLOWED * metrics.length && spikes.length > 1) return { evidence: `The gradients' norm, usually ${usual.toPrecision(2)}, went up to ${Math.max(...spikes.map(({ gradientNormPeak }) => gradientNormPeak)).toPrecision(2)}; ${percent(spikes.length / metrics.length)} of the time it was beyond ${SPIKE} times the usual.`, advice };
  return undefined;
};

/** A parameter oscillates when its gradients agree so much worse than chance, and matters when it has so much of the gradient. */
const OSCILLATING = { agreement: 0.25, share: 0.1 } as const;

const gradientsOscillate: Check = ({ progress: { agreements = [] } }) => {
  const oscillating = agreements.filter(({ agreement, share }) => agreement < OSCILLATING.agreement && share > OSCILLATING.share);
  if (oscillating.length === 0) return undefined;
  return {
    evidence: oscillating.map(({ parameter, agreement, share }) => `The gradients of ${parameter}, ${percent(share)} of what AdamW follows, point against each other from step to step: they agree ${agreement.toFixed(2)} times as well as chance.`).join(' '),
    advice: 'Its steps are too long: lower adamwRate, or, if it is a matrix with many inputs, let Muon move it (ruleOf in src/training/rule-of.ts).',
  };
};

const lastValidation = ({ progress: { validations } }: PhaseHead): Validation | undefined => validations.at(-1);

const captionsIgnored: Check = (head) => {
  const validation = lastValidation(head);
  if (validation === undefined) return undefined;
  const worth = validation.shuffled / validation.loss - 1;
  if (worth >= CAPTIONS_WORTH) return undefined;
  const { captionDropout } = head.recipe.phases[head.phase] as DenoiserPhase;
  return {
    evidence: `With each other's captions the validation loss is ${validation.shuffled.toFixed(4)}, with their own ${validation.loss.toFixed(4)}: captions lower it by ${percent(Math.max(0, worth))} only.`,
    advice: `Look whether captions and pictures belong together; lower captionDropout (${captionDropout}); train the text encoder in a phase of its own first, or raise labelLoss; or train longer: captions are read after colours and outlines are learned.`,
  };
};

const overFitting: Check = (head) => {
  const validation = lastValidation(head);
  if (validation?.trained === undefined) return undefined;
  const gap = 1 - validation.trained / validation.loss;
  if (gap <= GAP) return undefined;
  const best = head.progress.validations.reduce((least, each) => (each.loss < least.loss ? each : least));
  const since = best.step < validation.step ? ` The validation loss was lowest after step ${best.step}, at ${best.loss.toFixed(4)}.` : '';
  return {
    evidence: `On pictures that it learned from the loss is ${validation.trained.toFixed(4)}, on others ${validation.loss.toFixed(4)}: ${percent(gap)} lower.${since}`,
    advice: 'Take more scenes or pictures, fewer steps, or a smaller network; raise weightDecay and captionDropout.',
  };
};

/** The exponent by which the loss falls with the steps, and what a run twice as long would bring. */
const underTraining: Check = (head) => {
  const metrics = settled(head).filter(({ rateFactor }) => rateFactor > 0.99);
  const half = metrics.slice(Math.floor(metrics.length / 2));
  if (half.length < 8) return undefined;
  const [xs, ys] = [half.map(({ step }) => Math.log(step)), half.map((metric) => Math.log(told(metric)))];
  const [x, y] = [mean(xs), mean(ys)];
  const exponent = xs.reduce((sum, each, i) => sum + (each - x) * ((ys[i] as number) - y), 0) / Math.max(1e-12, xs.reduce((sum, each) => sum + (each - x) ** 2, 0));
  const gain = 1 - 2 ** exponent;
  if (!(gain > GAIN_OF_DOUBLING)) return undefined;
  return { evidence: `At its full rate the loss was still falling with the steps to the power of ${exponent.toFixed(2)}: twice the steps would lower it by about ${percent(gain)}.`, advice: `Go on with a longer run: --resume --phase ${head.phase} and more --minutes or --steps.` };
};

const textNotRead: Check = ({ phase, recipe, progress: { readings } }) => {
  const row = recipe.phases[phase]?.kind === 'text' ? readings.at(-1)?.rows[0] : undefined;
  if (row === undefined) return undefined;
  const weak = Object.entries(row.scores).filter(([, share]) => share < READ_RIGHT);
  if (weak.length === 0) return undefined;
  return { evidence: `Of captions that it has not seen (${row.title}) the parser tells ${weak.map(([factor, share]) => `${factor} ${percent(share)}`).join(', ')} right.`, advice: 'Train the text phase longer, or make the text encoder wider; where it stays low, captions do not say what their labels claim.' };
};

const checks: Readonly<Record<Problem, Check>> = { 'latent-scale': latentScale, 'rate-too-high': rateTooHigh, 'gradients-oscillate': gradientsOscillate, 'captions-ignored': captionsIgnored, 'over-fitting': overFitting, 'under-training': underTraining, 'text-not-read': textNotRead };

/** Everything that is wrong with the phases of a run, in their order; empty where nothing is. */
export function diagnose(heads: readonly PhaseHead[]): Finding[] {
  return heads.flatMap((head) => Object.entries(checks).flatMap(([problem, check]) => {
    const found = check(head);
    return found === undefined ? [] : [{ problem: problem as Problem, phase: head.phase, ...found }];
  }));
}
