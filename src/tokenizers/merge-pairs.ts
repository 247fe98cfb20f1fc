/** Byte-pair encoding's joining of symbols. */

/** A key holds a rank and a place: keys sort by rank, then from left to right. */
const placeCount = 2 ** 32;

/**
 * Joins neighbouring symbols, always the leftmost pair of lowest rank, until no pair is known. Takes n log n, so that a
 * page without a space does no harm.
 * @param ranks by "left right" @source Sennrich et al. 1508.07909
 */
export function mergePairs(symbols: readonly string[], ranks: ReadonlyMap<string, number>): string[] {
  const parts: (string | undefined)[] = [...symbols];
  const next = parts.map((_, i) => i + 1);
  const previous = parts.map((_, i) => i - 1);
  const queue: number[] = [];
  const rankAt = (place: number): number | undefined => {
    const after = next[place]!;
    return place < 0 || after >= parts.length ? undefined : ranks.get(`${parts[place]} ${parts[after]}`);
  };
  const offer = (place: number): void => {
    const rank = rankAt(place);
    if (rank !== undefined) push(queue, rank * placeCount + place);
  };
  for (let place = 0; place + 1 < parts.length; place++) offer(place);
  while (queue.length > 0) {
    const key = pop(queue);
    const place = key % placeCount;
    // Other joins may have changed or taken this pair since it was offered.
    if (parts[place] === undefined || rankAt(place) !== (key - place) / placeCount) continue;
    const after = next[place]!;
    parts[place] = parts[place]! + parts[after]!;
    parts[after] = undefined;
    next[place] = next[after]!;
    if (next[place]! < parts.length) previous[next[place]!] = place;
    offer(previous[place]!);
    offer(place);
  }
  return parts.filter((part) => part !== undefined);
}

/** Adds to a binary heap whose smallest number is first. */
function push(heap: number[], value: number): void {
  let at = heap.push(value) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent]! <= value) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = value;
}

/** Takes the smallest; the heap must not be empty. */
function pop(heap: number[]): number {
  const first = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++;
    if (heap[child]! >= last) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return first;
}
