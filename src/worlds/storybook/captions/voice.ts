/** How somebody words things: mostly plainly, sometimes otherwise. */

import type { Random } from '../../../base/random.ts';

/** A source of wordings. */
export interface Voice {
  /** One of several ways to say the same; the first is the plainest. */
  choose<T>(wordings: readonly T[]): T;
  /** Any of the wordings, each as likely. */
  pick<T>(wordings: readonly T[]): T;
  /** True in this share of cases. */
  chance(share: number): boolean;
  shuffled<T>(items: readonly T[]): readonly T[];
}

/** How often a concept is called by its first wording instead of any of its wordings. */
const plainShare = 0.5;

export function variedVoice(random: Random): Voice {
  return {
    choose: (wordings) => (random.uniform() < plainShare ? (wordings[0] as (typeof wordings)[number]) : random.pick(wordings)),
    pick: (wordings) => random.pick(wordings),
    chance: (share) => random.uniform() < share,
    shuffled: (items) => random.shuffled(items),
  };
}

/** Always the first wording, in the order given. */
export const plainVoice: Voice = { choose: (wordings) => wordings[0] as (typeof wordings)[number], pick: (wordings) => wordings[0] as (typeof wordings)[number], chance: () => false, shuffled: (items) => items };
