/** How large the shapes of a path are: a rough measure by its points, without drawing it. */

const arity: Readonly<Record<string, number>> = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, q: 4, t: 2, a: 7, z: 0 };

/** Numbers of one letter's commands; arcs may run their two flags together with what follows. */
function numbersOf(kind: string, text: string): number[] {
  const numbers: number[] = [];
  const pattern = /[\s,]*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/iy;
  const flag = /[\s,]*([01])/y;
  for (let at = 0; at < text.length;) {
    const place = numbers.length % 7;
    const reader = kind === 'a' && (place === 3 || place === 4) ? flag : pattern;
    reader.lastIndex = at;
    const match = reader.exec(text);
    if (match === null) break;
    numbers.push(Number(match[1]));
    at = reader.lastIndex;
  }
  return numbers;
}

/** The longer side of the largest closed piece of the path's data, in its own units; control points count as points. */
export function pathExtent(data: string): number {
  let largest = 0;
  let [x, y, startX, startY] = [0, 0, 0, 0];
  let box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
  const reach = (px: number, py: number): void => { box = [Math.min(box[0], px), Math.min(box[1], py), Math.max(box[2], px), Math.max(box[3], py)]; };
  const close = (): void => { if (box[2] >= box[0]) largest = Math.max(largest, box[2] - box[0], box[3] - box[1]); };
  for (const [, letter = '', text = ''] of data.matchAll(/([a-z])([^a-df-z]*)/gi)) {
    const kind = letter.toLowerCase();
    const [count, relative] = [arity[kind] ?? 0, letter === kind];
    if (count === 0) {
      [x, y] = [startX, startY];
      continue;
    }
    const numbers = numbersOf(kind, text);
    for (let first = 0; first + count <= numbers.length; first += count) {
      const values = numbers.slice(first, first + count);
      const [originX, originY] = relative ? [x, y] : [0, 0];
      if (kind === 'm' && first === 0) {
        close();
        box = [Infinity, Infinity, -Infinity, -Infinity];
      }
      if (kind === 'h') x = originX + values[0]!;
      else if (kind === 'v') y = originY + values[0]!;
      else {
        for (let i = kind === 'a' ? 5 : 0; i < count; i += 2) reach(originX + values[i]!, originY + values[i + 1]!);
        [x, y] = [originX + values[count - 2]!, originY + values[count - 1]!];
      }
      if (kind === 'm' && first === 0) [startX, startY] = [x, y];
      reach(x, y);
    }
  }
  close();
  return largest;
}
