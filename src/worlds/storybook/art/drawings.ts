/** How each family draws each subject: extracted icons joined with what was seen in them. */

import { ART_FAMILIES, type ArtFamily, type Drawing } from '../subject.ts';
import { subjectIds, subjects, type SubjectId } from '../vocabulary.ts';
import { facing, hands, seats, tops } from './anchors.ts';
import { fluent } from './fluent.ts';
import { noto } from './noto.ts';

const extracted = { noto, fluent } as const;

/** Who is not drawn astride sits on a mount as he is, a little below the line of the seat: painted over the mount, so that he is not in it. */
const bottomOfSitters = [0.5, 0.94] as const;

function drawingOf(id: SubjectId, family: ArtFamily): Drawing {
  const index = ART_FAMILIES.indexOf(family);
  const faces = facing[id] ?? 'front';
  const [seat, top, hand] = [seats, tops, hands].map((table) => table[id]?.[index]);
  const { icon } = extracted[family][id];
  return {
    ...(subjects[id].rides && { riding: { icon, bottom: bottomOfSitters } }),
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
