/** What carries a thing at a place: ground, water, or nothing (it flies, swims or floats). */

import type { Habitat } from '../subject.ts';
import { type PlaceId, places, type SubjectId, subjects } from '../vocabulary.ts';

export type Medium = 'ground' | 'water' | 'open';

/** Weather does not float in space. */
const earthbound: ReadonlySet<SubjectId> = new Set<SubjectId>(['cloud', 'rainbow', 'kite']);

const media = new Map<string, readonly Medium[]>();

/**
 * The media in which a subject can be at a place, the most usual first; none: it is never there.
 * More than habitats allow: in space everything floats, things of the land can lie on the sea bed, and everything can stand in a studio.
 */
export function mediaOf(subject: SubjectId, place: PlaceId): readonly Medium[] {
  const key = `${subject}/${place}`;
  const known = media.get(key);
  if (known !== undefined) return known;
  const found = findMedia(subject, place);
  media.set(key, found);
  return found;
}

function findMedia(subject: SubjectId, place: PlaceId): readonly Medium[] {
  const lives = (...habitats: readonly Habitat[]): boolean => subjects[subject].habitats.some((habitat) => habitats.includes(habitat));
  const offers = (habitat: Habitat): boolean => places[place].habitats.includes(habitat);
  const onLand = lives('ground', 'surface');
  if (place === 'studio') return onLand || (lives('water') && !lives('under-water')) ? ['ground'] : ['open'];
  if (place === 'space') return earthbound.has(subject) ? [] : ['open'];
  if (place === 'under-water') return lives('under-water') ? ['open'] : onLand ? ['ground'] : [];
  const found: Medium[] = [];
  for (const habitat of subjects[subject].habitats) {
    if (!offers(habitat)) continue;
    const medium: Medium = habitat === 'ground' || habitat === 'surface' ? 'ground' : habitat === 'water' ? 'water' : 'open';
    if (!found.includes(medium)) found.push(medium);
  }
  return found;
}
