/** Filters: what a style does to a whole picture of finished pixels. */

/** RGB bytes in place; `size` is the picture's side. */
export type FilterFunction<Options> = (rgb: Uint8Array, size: number, options: Options) => void;

export type Filter = never;

export function applyFilter(_rgb: Uint8Array, _size: number, filter: Filter): void {
  return filter;
}
