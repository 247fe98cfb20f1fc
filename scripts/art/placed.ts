/** Elements put elsewhere by their numbers, not by a transform: outlines that styles draw around them would be scaled with it. */

import { shortPath, type Placement } from './path-data.ts';
import type { Element } from './svg.ts';

/** @param grid  parts of a unit to which the new coordinates are rounded */
export function placed(elements: readonly Element[], { scale, move }: Placement, grid: number): Element[] {
  const two = (value: number): string => String(Math.round(value * 100) / 100);
  const moved = (name: string, value: string): string => {
    if (name === 'd') return shortPath(value, grid, { scale, move });
    if (name === 'cx' || name === 'cy') return two(Number(value) * scale + move[name === 'cx' ? 0 : 1]);
    if (name === 'r' || name === 'rx' || name === 'ry') return two(Number(value) * scale);
    if (name !== 'transform' || (scale === 1 && move.every((part) => part === 0))) return value;
    return `translate(${move.map(two).join(' ')}) scale(${scale}) ${value} scale(${1 / scale}) translate(${move.map((part) => two(-part)).join(' ')})`;
  };
  return elements.map(({ tag, attributes, children }) => ({
    tag, attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, moved(name, value)])), children: placed(children, { scale, move }, grid),
  }));
}
