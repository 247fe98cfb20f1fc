/** What the worlds know about one vector drawing. */

/** A drawing in flat colours: the inside of an `<svg>` element whose view box is `0 0 width height`. */
export interface Icon {
  /** Icon set and name, as `fluent-emoji-flat:fox`. */
  readonly origin: string;
  /** SPDX identifier. */
  readonly licence: string;
  readonly width: number;
  readonly height: number;
  /** The inked rectangle in view box units: x, y, width, height. */
  readonly ink: readonly [number, number, number, number];
  /** The fill with the largest area; a tint's pure colour replaces it. */
  readonly mainFill: string;
  /** All colours of the body, as `#rrggbb` in lower case. */
  readonly fills: readonly string[];
  readonly body: string;
}
