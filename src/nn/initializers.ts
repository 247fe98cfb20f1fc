/** How weights start. */
import type { Initializer } from '../graph/tensor.ts';

export const zeros: Initializer = { kind: 'constant', value: 0 };
export const ones: Initializer = { kind: 'constant', value: 1 };

export const normal = (standardDeviation: number): Initializer => ({ kind: 'normal', standardDeviation });

/** Keeps the variance of what goes through: normal with deviation gain / √inputs. @source LeCun et al. 1998, Efficient BackProp, section 4.6 */
export const fanIn = (inputs: number, gain = 1): Initializer => normal(gain / Math.sqrt(inputs));
