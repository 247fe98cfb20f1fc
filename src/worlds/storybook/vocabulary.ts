/** The words of the storybook world, joined from the tables in vocabulary/. Ids keep their order: it is the order of classes in labels and weights. */

import type { ClauseConcept, Concept } from '../concept.ts';
import type { Subject } from './subject.ts';
import { animals, birds, insects, seaAnimals } from './vocabulary/animals.ts';
import { lightTable, type LightId } from './vocabulary/lights.ts';
import { food, plants, skyThings } from './vocabulary/nature.ts';
import { people } from './vocabulary/people.ts';
import { placeTable, type Place } from './vocabulary/places.ts';
import { countTable, relationTable, type RelationConcept } from './vocabulary/relations.ts';
import { compositionTable, styleTable, type PictureConcept } from './vocabulary/styles.ts';
import { buildings, furniture, instruments, objects } from './vocabulary/things.ts';
import { tintTable } from './vocabulary/tints.ts';
import { aircraft, ships, vehicles } from './vocabulary/vehicles.ts';

/** New subjects go into a new table at the end of this one, never between others. */
const subjectTable = {
  ...people, ...animals, ...birds, ...seaAnimals, ...insects, ...vehicles, ...aircraft, ...ships,
  ...food, ...plants, ...buildings, ...furniture, ...instruments, ...objects, ...skyThings,
};

export type SubjectId = keyof typeof subjectTable;
export type TintId = keyof typeof tintTable;
export type PlaceId = keyof typeof placeTable;
export type StyleId = keyof typeof styleTable;
export type CompositionId = keyof typeof compositionTable;
export type RelationId = keyof typeof relationTable;
export type CountId = keyof typeof countTable;
export type { LightId };

/** Everything that can be drawn. */
export const subjects: Readonly<Record<SubjectId, Subject>> = subjectTable;
/** Colours that tintable subjects can take. */
export const tints: Readonly<Record<TintId, Concept>> = tintTable;
/** Where a scene plays. */
export const places: Readonly<Record<PlaceId, Place>> = placeTable;
/** The light it plays in. */
export const lights: Readonly<Record<LightId, ClauseConcept>> = lightTable;
/** How the picture is made. */
export const styles: Readonly<Record<StyleId, PictureConcept>> = styleTable;
/** How it is framed. */
export const compositions: Readonly<Record<CompositionId, PictureConcept>> = compositionTable;
/** What two things have to do with each other. */
export const relations: Readonly<Record<RelationId, RelationConcept>> = relationTable;
/** Words for one to four. */
export const counts: Readonly<Record<CountId, Concept>> = countTable;

const idsOf = <Id extends string>(table: Readonly<Record<Id, unknown>>): readonly Id[] => Object.keys(table) as Id[];

/** Ids in class order. */
export const subjectIds = idsOf(subjects);
export const tintIds = idsOf(tints);
export const placeIds = idsOf(places);
export const lightIds = idsOf(lights);
export const styleIds = idsOf(styles);
export const compositionIds = idsOf(compositions);
export const relationIds = idsOf(relations);
