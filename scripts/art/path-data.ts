/** Path data, shorter: all commands relative, coordinates on a grid. Rounds where the pen is, not how it moves, so that errors do not add up. */

const arity: Readonly<Record<string, number>> = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, q: 4, t: 2, a: 7, z: 0 };

/** Splits path data into commands with all their numbers; arcs may run their flags together. */
function commandsOf(data: string): { name: string; numbers: number[] }[] {
  const commands: { name: string; numbers: number[] }[] = [];
  for (const [, letter = '', rest = ''] of data.matchAll(/([a-z])([^a-df-z]*)/gi)) {
    const count = arity[letter.toLowerCase()];
    if (count === undefined) throw new Error(`unknown path command ${letter}`);
    let name = letter;
    let text = rest;
    let numbers: number[] = [];
    const next = (): number | undefined => {
      const flag = letter.toLowerCase() === 'a' && (numbers.length === 3 || numbers.length === 4);
      const match = (flag ? /^[\s,]*([01])/ : /^[\s,]*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/i).exec(text);
      if (match === null) return undefined;
      text = text.slice(match[0].length);
      return Number(match[1]);
    };
    if (count === 0) commands.push({ name, numbers });
    for (let value = next(); value !== undefined; value = next()) {
      numbers.push(value);
      if (numbers.length < count) continue;
      commands.push({ name, numbers });
      numbers = [];
      if (name === 'm') name = 'l';
      if (name === 'M') name = 'L';
    }
    if (numbers.length > 0 || text.trim() !== '') throw new Error(`path data breaks off in ${letter}${rest}`);
  }
  return commands;
}

/** Scaled about the origin, then moved. */
export interface Placement {
  readonly scale: number;
  readonly move: readonly [x: number, y: number];
}

const unmoved: Placement = { scale: 1, move: [0, 0] };

/** @param grid  parts of a unit: 10 keeps one decimal */
export function shortPath(data: string, grid: number, { scale, move }: Placement = unmoved): string {
  const text = (value: number): string => String(value / grid).replace(/^(-?)0\./, '$1.');
  const on = (value: number): number => Math.round(value * grid);
  /** On the grid: x at 0, y at 1. */
  const put = (value: number, axis: number): number => on(value * scale + (move[axis % 2] as number));
  let [x, y, startX, startY] = [0, 0, 0, 0];
  let [gridX, gridY] = [0, 0];
  let last = '';
  let out = '';
  const emit = (name: string, parts: readonly string[]): void => {
    const joined = parts.reduce((all, part) => (all === '' || part.startsWith('-') || (part.startsWith('.') && /\.\d*$/.test(all)) ? all + part : `${all} ${part}`), '');
    out += last === name && name !== 'm' ? (joined.startsWith('-') ? joined : ` ${joined}`) : name + joined;
    last = name;
  };
  for (const { name, numbers } of commandsOf(data)) {
    const kind = name.toLowerCase();
    const relative = name === kind;
    if (kind === 'z') {
      out += 'z';
      last = 'z';
      [x, y, gridX, gridY] = [startX, startY, put(startX, 0), put(startY, 1)];
      continue;
    }
    const at = numbers.map((value, i) => {
      if (kind === 'a' && i < 5) return value;
      const isX = kind === 'h' || (kind !== 'v' && (kind === 'a' ? i === 5 : i % 2 === 0));
      return relative ? value + (isX ? x : y) : value;
    });
    if (kind === 'h') at.push(y);
    if (kind === 'v') at.unshift(x);
    const [endX = x, endY = y] = at.slice(-2);
    const moved = (value: number, i: number): string => text(put(value, i) - (i % 2 === 0 ? gridX : gridY));
    if (kind === 'a') emit('a', [text(on(scale * (at[0] ?? 0))), text(on(scale * (at[1] ?? 0))), String(Math.round(at[2] ?? 0)), String(at[3]), String(at[4]), moved(endX, 0), moved(endY, 1)]);
    else if (kind === 'h') emit('h', [moved(endX, 0)]);
    else if (kind === 'v') emit('v', [moved(endY, 1)]);
    else emit(kind, at.map(moved));
    [x, y, gridX, gridY] = [endX, endY, put(endX, 0), put(endY, 1)];
    if (kind === 'm') [startX, startY] = [x, y];
  }
  return out;
}
