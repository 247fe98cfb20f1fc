/** Who can have to do what with whom: which two subjects a relation can bind, and what carries them at a place. */

import { type PlaceId, placeIds, type RelationId, type SubjectId, subjectIds, subjects } from '../vocabulary.ts';
import { mediaOf, type Medium } from './medium.ts';

/** What one can be under while both stand on the ground, and how tall one may be for it, as a fraction of it. */
export const shelters: Partial<Record<SubjectId, { readonly room: number }>> = {
  tree: { room: 0.42 }, 'palm-tree': { room: 0.45 }, umbrella: { room: 0.5 }, table: { room: 0.5 },
};

/** Small or upright enough to be put on, or under, something. */
function canBePut(id: SubjectId): boolean {
  const { category, habitats, stature, portable } = subjects[id];
  if (!habitats.includes('ground') && !habitats.includes('surface')) return false;
  return stature <= 1.05 && (portable === true || ['person', 'animal', 'bird', 'insect', 'sea-animal', 'food', 'object', 'instrument'].includes(category));
}

/** How much taller than its platform a thing may be. */
const mostOnPlatform = 2.3;

const bindings: Readonly<Record<RelationId, (main: SubjectId, other: SubjectId) => boolean>> = {
  riding: (main, other) => subjects[main].rides === true && subjects[other].mount === true,
  on: (main, other) => canBePut(main) && subjects[other].platform === true && subjects[main].stature <= mostOnPlatform * subjects[other].stature,
  under: (main, other) => (shelters[other] !== undefined ? canBePut(main) && shelters[main] === undefined : isAirborne(other)),
  'next-to': () => true,
  'left-of': () => true,
  'right-of': () => true,
  above: (main) => isAirborne(main),
  'in-front-of': (main, other) => canBeSeenBehind(other, main),
  behind: (main, other) => canBeSeenBehind(main, other),
  holding: (main, other) => subjects[main].holds === true && subjects[other].portable === true && subjects[other].stature <= subjects[main].stature,
};

/** What is much smaller than what stands before it would be hidden, or have to be drawn larger than it is. */
const leastBehind = 0.45;
const canBeSeenBehind = (far: SubjectId, near: SubjectId): boolean => subjects[far].stature >= leastBehind * subjects[near].stature;

/** Whether it is at home in the air, where others can be under it. */
function isAirborne(id: SubjectId): boolean {
  return subjects[id].habitats.some((habitat) => habitat === 'sky' || habitat === 'space' || habitat === 'under-water') && !isGrounded(id);
}

/** People and animals that also fly or float are found on the ground first. */
function isGrounded(id: SubjectId): boolean {
  return ['person', 'animal', 'bird'].includes(subjects[id].category) && subjects[id].habitats[0] === 'ground';
}

/** Whether the relation can bind the two anywhere. */
export function canBind(main: SubjectId, kind: RelationId, other: SubjectId): boolean {
  return main !== other && bindings[kind](main, other) && placeIds.some((place) => settingOf(main, kind, other, place) !== undefined);
}

/** Of what the sky has one of, nobody counts several. */
const uncounted: ReadonlySet<SubjectId> = new Set<SubjectId>(['sun', 'moon', 'rainbow']);
export const countedSubjects: readonly SubjectId[] = subjectIds.filter((id) => !uncounted.has(id));

/** What carries the two: `main` and `other` each, or one of them is carried by the other. */
export interface Setting {
  readonly base: Medium;
  /** True for pairs of which the upper one hangs in the air above the lower one. */
  readonly tiered?: true;
}

/** How the relation can bind the two at a place; undefined when it cannot. */
export function settingOf(main: SubjectId, kind: RelationId, other: SubjectId, place: PlaceId): Setting | undefined {
  if (main === other || !bindings[kind](main, other)) return undefined;
  const [ofMain, ofOther] = [mediaOf(main, place), mediaOf(other, place)];
  const base = (medium: Medium | undefined): Setting | undefined => medium && { base: medium };
  const shared = (): Setting | undefined => base(ofMain.find((medium) => ofOther.includes(medium)));
  switch (kind) {
    case 'riding': return base(ofOther[0]);
    case 'holding': return base(ofMain[0]);
    case 'on': return base(ofOther.find((medium) => medium !== 'water'));
    case 'under': return shelters[other] !== undefined ? shared() : tiered(ofOther, ofMain);
    case 'above': return tiered(ofMain, ofOther);
    case 'next-to': case 'left-of': case 'right-of': case 'in-front-of': case 'behind': return shared();
    default: return kind satisfies never;
  }
}

function tiered(upper: readonly Medium[], lower: readonly Medium[]): Setting | undefined {
  const [base] = lower;
  return upper.includes('open') && base !== undefined ? { base, tiered: true } : undefined;
}

const partners = new Map<string, ReadonlyMap<SubjectId, readonly SubjectId[]>>();

/** At a place: for each subject that can be the object of the relation, all that can be its subject. */
export function partnersAt(place: PlaceId, kind: RelationId): ReadonlyMap<SubjectId, readonly SubjectId[]> {
  const key = `${place}/${kind}`;
  const known = partners.get(key);
  if (known !== undefined) return known;
  const found = new Map<SubjectId, readonly SubjectId[]>();
  for (const other of subjectIds) {
    const mains = subjectIds.filter((main) => settingOf(main, kind, other, place) !== undefined);
    if (mains.length > 0) found.set(other, mains);
  }
  partners.set(key, found);
  return found;
}
