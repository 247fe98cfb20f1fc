/** The document that the editor works on: layers in a frame, a mask, proposals. Pure data: no React, no DOM, no pixels. */

/** Content-addressed pixels that the asset store holds: 'sha256:…'. */
export type AssetId = string;

/** A point or a vector in document pixels, y down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An upright rectangle in document pixels. */
export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

/** A picture somewhere in the document. Its pixels are drawn scaled, then turned about its centre. */
export interface Layer {
  readonly id: string;
  readonly name: string;
  readonly asset: AssetId;
  /** Of the asset, in its own pixels. */
  readonly pixels: { readonly width: number; readonly height: number };
  /** Where the upper left corner lies before turning. */
  readonly at: Point;
  readonly scale: number;
  /** Degrees, clockwise. */
  readonly rotation: number;
  /** 0 to 1. */
  readonly opacity: number;
  readonly visible: boolean;
}

/** One act of masking; a mask is what all of them, in order, leave behind. Deterministic, small and therefore undoable without limit. */
export type MaskStroke =
  | { readonly kind: 'brush'; readonly mode: MaskMode; readonly points: readonly Point[]; /** Document pixels. */ readonly radius: number; /** 0 hard to 1 all gradient. */ readonly softness: number }
  | { readonly kind: 'lasso'; readonly mode: MaskMode; readonly points: readonly Point[] }
  | { readonly kind: 'rectangle'; readonly mode: MaskMode; readonly box: Rectangle }
  | { readonly kind: 'invert' };

export type MaskMode = 'add' | 'erase';

/** What is in the document at one moment of its history. */
export interface Document {
  /** Document pixels: what is exported and what the model sees. */
  readonly frame: Rectangle;
  /** From back to front. */
  readonly layers: readonly Layer[];
  readonly mask: readonly MaskStroke[];
  /** Id of the layer that tools work on. */
  readonly selected?: string;
  /** The words that made what is seen, as `askedWords` puts them, if they are known. */
  readonly madeFrom?: string;
}

/** Prompt and presets as one text: whether something else is asked for than before. */
export const askedWords = (prompt: string, presets: readonly string[] = []): string => [prompt.trim(), ...presets].join(' · ');

export const emptyDocument = (width: number, height: number): Document => ({ frame: { x: 0, y: 0, width, height }, layers: [], mask: [] });

/** The upright box around a turned layer. */
export function layerBounds({ at, pixels, scale, rotation }: Layer): Rectangle {
  const [width, height] = [pixels.width * scale, pixels.height * scale];
  const angle = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const [wide, high] = [width * cos + height * sin, width * sin + height * cos];
  return { x: at.x + (width - wide) / 2, y: at.y + (height - high) / 2, width: wide, height: high };
}

/** Whether `outer` holds all of `inner`, give or take half a pixel. */
export function covers(outer: Rectangle, inner: Rectangle): boolean {
  const slack = 0.5;
  return outer.x <= inner.x + slack && outer.y <= inner.y + slack
    && outer.x + outer.width >= inner.x + inner.width - slack && outer.y + outer.height >= inner.y + inner.height - slack;
}

/** The part of the frame that one upright layer covers while no other layer reaches beyond it; undefined when it is not so simple. */
export function coveredPart({ frame, layers }: Document): Rectangle | undefined {
  const seen = layers.filter(({ visible }) => visible);
  const parts = seen.map((layer) => within(frame, layerBounds(layer)));
  const at = parts.findIndex((part, i) => (seen[i] as Layer).rotation % 90 === 0 && (seen[i] as Layer).opacity === 1 && parts.every((other) => other.width <= 0 || other.height <= 0 || covers(part, other)));
  const part = parts[at];
  const whole = part !== undefined && part.width >= 1 && part.height >= 1 && [part.x, part.y, part.width, part.height].every(Number.isInteger);
  return whole ? part : undefined;
}

/** What two boxes share; of no or negative size when that is nothing. */
function within(a: Rectangle, b: Rectangle): Rectangle {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  return { x, y, width: Math.min(a.x + a.width, b.x + b.width) - x, height: Math.min(a.y + a.height, b.y + b.height) - y };
}

/** The layer that tools work on: the selected one, else the front one that can be seen. */
export function activeLayer({ layers, selected }: Document): Layer | undefined {
  return layers.find(({ id }) => id === selected) ?? layers.findLast(({ visible }) => visible);
}

/** @returns the document with one layer changed; the same document if it has no such layer */
export function withLayer(document: Document, id: string, change: Partial<Omit<Layer, 'id'>>): Document {
  if (!document.layers.some((layer) => layer.id === id)) return document;
  return { ...document, layers: document.layers.map((layer) => (layer.id === id ? { ...layer, ...change } : layer)) };
}

/** Puts a layer in front and selects it. */
export function withNewLayer(document: Document, layer: Layer): Document {
  return { ...document, layers: [...document.layers, layer], selected: layer.id };
}

export function withoutLayer(document: Document, id: string): Document {
  const { selected, ...rest } = document;
  return { ...rest, layers: document.layers.filter((layer) => layer.id !== id), ...(selected !== undefined && selected !== id && { selected }) };
}

/** Everything larger, about the frame's upper left corner: an enlarged picture goes on lying where it lay. */
export function enlarged(document: Document, factor: number): Document {
  const { x, y, width, height } = document.frame;
  const moved = ({ x: left, y: top }: Point): Point => ({ x: x + (left - x) * factor, y: y + (top - y) * factor });
  return { ...document, frame: { x, y, width: Math.round(width * factor), height: Math.round(height * factor) }, mask: [], layers: document.layers.map((layer) => ({ ...layer, at: moved(layer.at), scale: layer.scale * factor })) };
}

/** Moves a layer in front of (or behind) others. @param to index from the back */
export function withLayerAt(document: Document, id: string, to: number): Document {
  const layer = document.layers.find((each) => each.id === id);
  if (layer === undefined) return document;
  const rest = document.layers.filter((each) => each.id !== id);
  const index = Math.min(Math.max(0, to), rest.length);
  return { ...document, layers: [...rest.slice(0, index), layer, ...rest.slice(index)] };
}
