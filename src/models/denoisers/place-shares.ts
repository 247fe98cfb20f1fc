/** How the squares of one grid over a picture are made of those of another. */

export interface Grid {
  /** Tokens of a side. */
  readonly height: number;
  readonly width: number;
}

/** The share of each place of a square grid in each token of another one over the same picture, [height·width, grid²]; rows add up to 1. */
export function placeShares({ height, width }: Grid, grid: number): Float32Array {
  const share = (token: number, tokens: number, place: number): number => Math.max(0, Math.min((token + 1) * grid, (place + 1) * tokens) - Math.max(token * grid, place * tokens)) / grid;
  return Float32Array.from({ length: height * width * grid * grid }, (_, at) => {
    const [token, place] = [Math.floor(at / (grid * grid)), at % (grid * grid)];
    return share(Math.floor(token / width), height, Math.floor(place / grid)) * share(token % width, width, place % grid);
  });
}
