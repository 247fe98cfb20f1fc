/** How each family draws each subject: extracted icons joined with what was seen in them. */

import { ART_FAMILIES, type ArtFamily, type Drawing } from '../subject.ts';
import { subjectIds, type SubjectId } from '../vocabulary.ts';
import { facing, hands, seats, tops } from './anchors.ts';
import { fluent } from './fluent.ts';
import { noto } from './noto.ts';

const extracted = { noto, fluent } as const;

function drawingOf(id: SubjectId, family: ArtFamily): Drawing {
  const index = ART_FAMILIES.indexOf(family);
  const faces = facing[id] ?? 'front';
  const [seat, top, hand] = [seats, tops, hands].map((table) => table[id]?.[index]);
  return {
    ...extracted[family][id],
    faces: (typeof faces === 'string' ? faces : faces[index]) ?? 'front',
    ...(seat === undefined ? {} : { seat }),
    ...(top === undefined ? {} : { top }),
    ...(hand === undefined ? {} : { hand }),
  };
}

/** Every drawing of the world. */
export const drawings: Readonly<Record<SubjectId, Readonly<Record<ArtFamily, Drawing>>>> = Object.fromEntries(
  subjectIds.map((id) => [id, { noto: drawingOf(id, 'noto'), fluent: drawingOf(id, 'fluent') }]),
) as Record<SubjectId, Record<ArtFamily, Drawing>>;
