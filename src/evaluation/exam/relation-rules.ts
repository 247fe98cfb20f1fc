/** Relations as rules about boxes: whether what was found stands as it should. One row a relation. */
import type { RelationId } from '../../worlds/storybook/vocabulary.ts';

export interface FoundBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

type Rule = (a: FoundBox, b: FoundBox) => boolean;

const width = ({ left, right }: FoundBox): number => right - left;
const height = ({ top, bottom }: FoundBox): number => bottom - top;
const middleX = ({ left, right }: FoundBox): number => (left + right) / 2;
const middleY = ({ top, bottom }: FoundBox): number => (top + bottom) / 2;
/** Length of what two spans share; negative: how far apart they are. */
const sharedX = (a: FoundBox, b: FoundBox): number => Math.min(a.right, b.right) - Math.max(a.left, b.left);
const sharedY = (a: FoundBox, b: FoundBox): number => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);

/** A direction counts when the middles differ by more than this part of both sizes. @source Ghosh et al. 2023, arXiv 2310.11513 (GenEval): 0.1 */
const clearly = 0.1;
const leftOf: Rule = (a, b) => middleX(b) - middleX(a) > clearly * (width(a) + width(b));
const higher: Rule = (a, b) => middleY(b) - middleY(a) > clearly * (height(a) + height(b));
const inLine: Rule = (a, b) => sharedX(a, b) > 0.2 * Math.min(width(a), width(b));

/** Its lower edge lies on the other: not far above it, not at its foot. */
const restsOn: Rule = (a, b) => inLine(a, b) && higher(a, b) && a.bottom > b.top - 0.2 * height(b) && a.bottom < b.bottom - 0.05 * height(b);

/** Legs hang down beside the mount, so only its middle is higher. */
const sitsOn: Rule = (a, b) => inLine(a, b) && sharedY(a, b) > 0 && middleY(a) < middleY(b) && a.bottom < b.bottom;

/** The nearer of two things that overlap stands lower. */
const nearer: Rule = (a, b) => sharedX(a, b) > 0 && sharedY(a, b) > 0 && a.bottom > b.bottom;

export const relationRules: Readonly<Record<RelationId, Rule>> = {
  riding: sitsOn,
  on: restsOn,
  under: (a, b) => inLine(a, b) && higher(b, a),
  above: (a, b) => inLine(a, b) && higher(a, b),
  'next-to': (a, b) => (leftOf(a, b) || leftOf(b, a)) && sharedY(a, b) > 0,
  'left-of': leftOf,
  'right-of': (a, b) => leftOf(b, a),
  'in-front-of': nearer,
  behind: (a, b) => nearer(b, a),
  holding: (a, b) => sharedX(a, b) > 0 && sharedY(a, b) > 0 && height(b) * width(b) < height(a) * width(a),
};
