/** DEIS: the noise as a polynomial in ln(sigma / alpha), integrated exactly along sigma / alpha. */

import { noiseRatio, noiseWithin, weightedSum } from '../noise-level.ts';
import type { NoiseLevel } from '../noise-level.ts';
import { eulerStep } from './euler.ts';
import type { Sampler } from './sampler.ts';

interface Node { readonly level: NoiseLevel; readonly noise: Float32Array }

/** diffusers' rule of thumb: shorter runs end with a step of first order. */
const shortRun = 15;

/** The integral of ln(r)^power over r, from 0 to r. */
const logIntegrals: readonly ((r: number, l: number) => number)[] = [
  (r) => r,
  (r, l) => r * (l - 1),
  (r, l) => r * (l * l - 2 * l + 2),
];

/** Coefficients, lowest power first, of the polynomial in x that is 1 at points[j] and 0 at the others; up to 3 points. */
function lagrangePolynomial(points: readonly number[], j: number): number[] {
  return points.reduce<number[]>((polynomial, point, k) => {
    if (k === j) return polynomial;
    const size = points[j]! - point;
    const next = Array<number>(polynomial.length + 1).fill(0);
    polynomial.forEach((coefficient, power) => {
      next[power] = next[power]! - point * coefficient / size;
      next[power + 1] = next[power + 1]! + coefficient / size;
    });
    return next;
  }, [1]);
}

/** @source Zhang and Chen 2204.13902, the log-rho variant; order 1 to 3 */
export const deis: Sampler = {
  label: 'DEIS', aliases: ['deismultistep'], stochastic: false, evaluations: 1, options: { order: 2 }, unitStart: true,
  start: ({ order = 2 }) => {
    let nodes: readonly Node[] = [];
    return ({ latents, denoised, from, to, index, steps }) => {
      if (from.alpha === 0) return eulerStep(latents, denoised, from, to);
      nodes = [{ level: from, noise: noiseWithin(latents, denoised, from) }, ...nodes].slice(0, Math.min(3, order));
      const left = steps - index;
      const used = nodes.slice(0, steps < shortRun ? left : nodes.length);
      if (used.length === 1 || to.sigma === 0) return eulerStep(latents, denoised, from, to);
      const logs = used.map(({ level }) => Math.log(noiseRatio(level)));
      const integral = (level: NoiseLevel, j: number): number =>
        lagrangePolynomial(logs, j).reduce((sum, coefficient, power) => sum + coefficient * logIntegrals[power]!(noiseRatio(level), Math.log(noiseRatio(level))), 0);
      const terms = used.map(({ noise }, j) => [to.alpha * (integral(to, j) - integral(from, j)), noise] as const);
      return weightedSum([to.alpha / from.alpha, latents], ...terms);
    };
  },
};
