/** LMS: Adams-Bashforth along the line, with the slopes of the last steps. */

import { weightedSum } from '../noise-level.ts';
import { eulerStep } from './euler.ts';
import { lineFrom, slopeAt } from './line.ts';
import type { Line } from './line.ts';
import type { Sampler } from './sampler.ts';

interface Node { readonly time: number; readonly slope: Float32Array }

/** Gauss-Legendre with two points: exact for the cubics of four nodes. */
const gaussPoint = 1 / Math.sqrt(3);

/** The integral from `start` to `end` of the polynomial that is 1 at node j and 0 at the others. */
function lagrangeIntegral(nodes: readonly Node[], j: number, start: number, end: number): number {
  const middle = (start + end) / 2;
  const half = (end - start) / 2;
  const value = (time: number): number => nodes.reduce((product, node, k) => k === j ? product : product * (time - node.time) / (nodes[j]!.time - node.time), 1);
  return half * (value(middle - half * gaussPoint) + value(middle + half * gaussPoint));
}

/** Order 1 to 4. After a step on another line (the flow's, from pure noise) it starts anew. @source k-diffusion's sample_lms */
export const lms: Sampler = {
  label: 'LMS', aliases: ['lmsdiscrete'], stochastic: false, evaluations: 1, options: { order: 4 },
  start: ({ order = 4 }) => {
    let nodes: readonly Node[] = [];
    let lastLine: Line | undefined;
    return ({ latents, denoised, from, to }) => {
      const line = lineFrom(from);
      if (line !== lastLine) nodes = [];
      lastLine = line;
      nodes = [{ time: line.time(from), slope: slopeAt(line, latents, denoised, from) }, ...nodes].slice(0, Math.min(4, order));
      if (nodes.length === 1) return eulerStep(latents, denoised, from, to);
      const scale = line.scale(to);
      const terms = nodes.map(({ slope }, j) => [scale * lagrangeIntegral(nodes, j, line.time(from), line.time(to)), slope] as const);
      return weightedSum([scale / line.scale(from), latents], ...terms);
    };
  },
};
