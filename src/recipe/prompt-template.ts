/** Prompts with choices: `a {red|blue|green} fox`, `{3::red|blue} car`, `a __colour__ house`. A seed makes the choices, the same ones each time. */
import { DarkroomError } from '../base/errors.ts';
import { type Random, createRandom } from '../base/random.ts';

/** Lists by name, for `__name__`. */
export type Wildcards = Readonly<Record<string, readonly string[]>>;

/** Apart from the streams of noise, which count steps. */
const CHOICE_STREAM = 2 ** 40;
/** Choices within choices, and lists that name lists. */
const MOST_DEPTH = 16;
/** What a short template may grow to. */
const MOST_LETTERS = 100_000;

/** Does the text hold a choice? */
export const hasChoices = (text: string): boolean => /\{[^{}]*\|[^{}]*\}|__[\w/-]+__/.test(text);

/**
 * The text with every choice made. Choices stand from left to right, `2::` before one makes it twice as likely; braces without a bar, and braces
 * after a backslash, are letters.
 * @throws DarkroomError code 'usage' for a list that is not there, with those that are
 */
export function resolvePrompt(template: string, seed: number, wildcards: Wildcards = {}): string {
  return hasChoices(template) ? resolved(template, createRandom(seed, CHOICE_STREAM), wildcards, 0) : template;
}

function resolved(template: string, random: Random, wildcards: Wildcards, depth: number): string {
  if (depth > MOST_DEPTH) throw new DarkroomError('usage', `The prompt's choices lie more than ${MOST_DEPTH} deep: does a list name itself?`);
  let out = '';
  for (let at = 0; at < template.length; ) {
    if (out.length > MOST_LETTERS) throw new DarkroomError('usage', `The prompt grows beyond ${MOST_LETTERS} letters.`);
    const end = template[at] === '{' ? closingBrace(template, at) : -1;
    const list = /^__([\w/-]+?)__/.exec(template.slice(at, at + 80))?.[1];
    if (template[at] === '\\') {
      out += template.slice(at, at + 2);
      at += 2;
    } else if (end > 0) {
      out += resolved(chosen(alternatives(template.slice(at + 1, end)), random), random, wildcards, depth + 1);
      at = end + 1;
    } else if (list !== undefined) {
      out += resolved(random.pick(listNamed(list, wildcards)), random, wildcards, depth + 1);
      at += list.length + 4;
    } else {
      out += template[at];
      at++;
    }
  }
  return out;
}

/** The brace that closes this one, if there is a bar between them; else -1. */
function closingBrace(text: string, open: number): number {
  let [depth, bars] = [0, 0];
  for (let i = open; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '{') depth++;
    else if (text[i] === '|' && depth === 1) bars++;
    else if (text[i] === '}' && --depth === 0) return bars > 0 ? i : -1;
  }
  return -1;
}

function alternatives(body: string): string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (let i = 0; i < body.length; i++) {
    if (body[i] === '\\') i++;
    else if (body[i] === '{') depth++;
    else if (body[i] === '}') depth--;
    else if (body[i] === '|' && depth === 0) {
      parts.push(body.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, body.slice(from)];
}

function chosen(parts: readonly string[], random: Random): string {
  const weighed = parts.map((part) => {
    const weight = /^\s*(\d+(?:\.\d+)?)::/.exec(part);
    return weight === null ? { text: part, weight: 1 } : { text: part.slice(weight[0].length), weight: Number(weight[1]) };
  });
  let left = random.uniform() * weighed.reduce((sum, { weight }) => sum + weight, 0);
  return (weighed.find(({ weight }) => (left -= weight) < 0) ?? weighed.at(-1) as { text: string }).text;
}

function listNamed(name: string, wildcards: Wildcards): readonly string[] {
  const list = Object.hasOwn(wildcards, name) ? wildcards[name] as readonly string[] : [];
  if (list.length > 0) return list;
  const known = Object.keys(wildcards);
  throw new DarkroomError('usage', `There is no list '${name}' for __${name}__${known.length > 0 ? `; there are: ${known.join(', ')}` : ': none was given'}.`, { name, known });
}
