/** Finds tensors in files of diffusers and transformers, whose names have changed over the years. */
import type { LocatedWeights } from '../../weights/located.ts';
import type { FindTensor } from './fit-weights.ts';

/** Attention in autoencoders before diffusers 0.17. */
const olderAttention: readonly (readonly [now: string, then: string])[] = [['.to_q.', '.query.'], ['.to_k.', '.key.'], ['.to_v.', '.value.'], ['.to_out.0.', '.proj_attn.']];

/** Names as the networks of Darkroom have them, then as older and newer versions wrote them. */
export function findInDiffusers(weights: Pick<LocatedWeights, 'get'>): FindTensor {
  return (name) => {
    const older = olderAttention.reduce((result, [now, then]) => result.replace(now, then), name);
    // transformers 5 writes text encoders without a summary's projection bare.
    return weights.get(name) ?? weights.get(older) ?? weights.get(name.replace(/^text_model\./, ''));
  };
}
