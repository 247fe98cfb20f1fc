/** AUTOMATIC1111's prompt editing: `[from:to:when]`, `[to:when]`, `[from::when]` and `[a|b]`, as texts for ranges of steps. */
import { DarkroomError } from '../base/errors.ts';

/** The text that is in force up to a step. */
export interface PromptRange {
  /** The last step, counted from 1, that it holds for. */
  readonly until: number;
  readonly text: string;
}

/** Deeper nesting than anyone writes would only exhaust the stack. */
const deepest = 100;

type Node =
  | string
  | { readonly kind: 'edit'; readonly before: readonly Node[]; readonly after: readonly Node[]; readonly when: number }
  | { readonly kind: 'alternate'; readonly choices: readonly (readonly Node[])[] };

/**
 * The texts of a prompt over a run. A number with a point is a share of the run, another is a step; a text that changes
 * "at 10" is the first one in steps 1 to 10. What is no editing stays as it is, emphasis and its brackets included.
 * @throws usage when brackets are nested more than 100 deep
 */
export function promptSchedule(prompt: string, steps: number): PromptRange[] {
  const tree = parse(prompt, steps);
  const ends = new Set([steps]);
  collectEnds(tree, steps, ends);
  const ranges: PromptRange[] = [];
  for (const until of [...ends].sort((a, b) => a - b)) {
    const text = textAt(tree, until);
    if (ranges.at(-1)?.text === text) ranges.pop();
    ranges.push({ until, text });
  }
  return ranges;
}

/** The place in the schedule that a step, counted from 0, belongs to. */
export function rangeOfStep(ranges: readonly PromptRange[], step: number): number {
  const found = ranges.findIndex(({ until }) => step < until);
  return found < 0 ? ranges.length - 1 : found;
}

function collectEnds(nodes: readonly Node[], steps: number, ends: Set<number>): void {
  for (const node of nodes) {
    if (typeof node === 'string') continue;
    if (node.kind === 'alternate') {
      for (let step = 1; step <= steps; step++) ends.add(step);
      for (const choice of node.choices) collectEnds(choice, steps, ends);
    } else {
      if (node.when >= 1) ends.add(Math.min(steps, node.when));
      collectEnds(node.before, steps, ends);
      collectEnds(node.after, steps, ends);
    }
  }
}

/** @param step counted from 1 */
function textAt(nodes: readonly Node[], step: number): string {
  return nodes.map((node) => {
    if (typeof node === 'string') return node;
    if (node.kind === 'alternate') return textAt(node.choices[(step - 1) % node.choices.length]!, step);
    return textAt(step <= node.when ? node.before : node.after, step);
  }).join('');
}

function parse(text: string, steps: number): Node[] {
  return parsePart(text, 0, text.length, matchBrackets(text), steps);
}

/** Closing bracket of each opening one. One that has an unmatched bracket within matches nothing: both are text. */
function matchBrackets(text: string): Map<number, number> {
  const closing = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === '\\') at++;
    else if (letter === '(' || letter === '[') open.push(at);
    else if (letter === ')' || letter === ']') {
      const from = open.pop();
      if (from !== undefined && text[from] === (letter === ')' ? '(' : '[')) closing.set(from, at);
      else open.length = 0;
    }
    if (open.length > deepest) throw new DarkroomError('usage', `The prompt opens more than ${deepest} brackets without closing one. Write \\( and \\[ for brackets that are text.`);
  }
  return closing;
}

function parsePart(text: string, from: number, to: number, closing: ReadonlyMap<number, number>, steps: number): Node[] {
  const nodes: Node[] = [];
  let plain = from;
  for (let at = from; at < to; at++) {
    if (text[at] === '\\') {
      at++;
      continue;
    }
    const close = text[at] === '[' ? closing.get(at) : undefined;
    if (close === undefined) continue;
    const node = parseGroup(text, at, close, closing, steps);
    if (node === undefined) continue; // emphasis or text: what lies within is read as it comes
    nodes.push(text.slice(plain, at), node);
    at = close;
    plain = close + 1;
  }
  nodes.push(text.slice(plain, to));
  return nodes;
}

const wholeNumber = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** What stands in square brackets, if it is editing or alternation. */
function parseGroup(text: string, open: number, close: number, closing: ReadonlyMap<number, number>, steps: number): Node | undefined {
  const colons: number[] = [];
  const bars: number[] = [];
  for (let at = open + 1; at < close; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '(' || text[at] === '[') at = closing.get(at) ?? at;
    else if (text[at] === ':') colons.push(at);
    else if (text[at] === '|') bars.push(at);
  }
  const part = (start: number, end: number): Node[] => parsePart(text, start + 1, end, closing, steps);
  if (bars.length > 0) {
    if (colons.length > 0) return undefined;
    const borders = [open, ...bars, close];
    return { kind: 'alternate', choices: borders.slice(1).map((end, i) => part(borders[i]!, end)) };
  }
  const last = colons.at(-1);
  if (last === undefined || colons.length > 2) return undefined;
  const number = text.slice(last + 1, close);
  if (!wholeNumber.test(number)) return undefined;
  const when = Math.trunc(number.includes('.') ? Number(number) * steps : Number(number));
  const [middle] = colons;
  return colons.length === 1 || middle === undefined
    ? { kind: 'edit', before: [], after: part(open, last), when }
    : { kind: 'edit', before: part(open, middle), after: part(middle, last), when };
}
