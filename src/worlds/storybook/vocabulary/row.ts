/** The parts that rows of the subject tables share: wordings with their plurals, and what is usual for a category. */

import type { Subject } from '../subject.ts';

type Named = Pick<Subject, 'words' | 'plurals'>;
type Usual = Omit<Subject, 'words' | 'plurals'>;

/** Wordings as [singular, plural] pairs, so that no plural can be missing; the first is the plainest. */
export function named(...pairs: readonly [readonly [string, string], ...(readonly [string, string])[]]): Named {
  const [first, ...rest] = pairs;
  return { words: [first[0], ...rest.map(([word]) => word)], plurals: [first[1], ...rest.map(([, plural]) => plural)] };
}

/** What most rows of a category have in common; rows override what is special about them. */
export const usual = {
  person: { kinds: ['person'], category: 'person', stature: 1, habitats: ['ground'], tintable: false },
  animal: { kinds: ['animal'], category: 'animal', stature: 0.8, habitats: ['ground'], tintable: false },
  bird: { kinds: ['bird', 'animal'], category: 'bird', stature: 0.5, habitats: ['ground'], tintable: false },
  seaAnimal: { kinds: ['sea animal', 'animal'], category: 'sea-animal', stature: 0.6, habitats: ['under-water'], tintable: false },
  insect: { kinds: ['insect', 'animal'], category: 'insect', stature: 0.35, habitats: ['surface'], tintable: false, portable: true },
  vehicle: { kinds: ['vehicle'], category: 'vehicle', stature: 1.1, habitats: ['ground'], tintable: true },
  aircraft: { kinds: ['aircraft', 'vehicle'], category: 'aircraft', stature: 1.3, habitats: ['sky', 'ground'], tintable: true },
  ship: { kinds: ['boat', 'vehicle'], category: 'ship', stature: 1.3, habitats: ['water'], tintable: true },
  food: { kinds: ['food'], category: 'food', stature: 0.4, habitats: ['surface'], tintable: false, portable: true },
  fruit: { kinds: ['fruit', 'food'], category: 'food', stature: 0.4, habitats: ['surface'], tintable: false, portable: true },
  plant: { kinds: ['plant'], category: 'plant', stature: 1, habitats: ['ground'], tintable: false },
  building: { kinds: ['building'], category: 'building', stature: 2.1, habitats: ['ground'], tintable: false },
  furniture: { kinds: ['piece of furniture'], category: 'furniture', stature: 0.7, habitats: ['ground'], tintable: true },
  instrument: { kinds: ['musical instrument', 'instrument'], category: 'instrument', stature: 0.55, habitats: ['surface'], tintable: true, portable: true },
  object: { kinds: [], category: 'object', stature: 0.45, habitats: ['surface'], tintable: true, portable: true },
  skyThing: { kinds: [], category: 'sky-thing', stature: 0.7, habitats: ['sky'], tintable: false },
} as const satisfies Record<string, Usual>;
