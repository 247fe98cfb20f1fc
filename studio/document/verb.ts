/** The verb on the button: what pressing it will do, decided by what is on the canvas. */
import { activeLayer, askedWords, covers, type Document, layerBounds } from './document.ts';
import { maskMayPaint } from './mask-strokes.ts';

export type Verb = 'generate' | 'refine' | 'fill' | 'expand' | 'vary' | 'upscale';

export interface VerbInput {
  readonly document: Document;
  readonly prompt: string;
  /** Ids of the chosen presets. */
  readonly presets?: readonly string[];
  /** What the person chose in the button's menu; honoured where it can be done. */
  readonly wished?: Verb;
}

/**
 * In this order: nothing to see, so make something; a mask, so fill it; an empty part of the frame, so expand into it; other words than
 * the picture's, so refine towards it; else more of the same.
 */
export function verbOf({ document, prompt, presets = [], wished }: VerbInput): Verb {
  const possible = possibleVerbs(document);
  if (wished !== undefined && possible.includes(wished)) return wished;
  for (const verb of ['fill', 'expand'] as const) if (possible.includes(verb)) return verb;
  if (activeLayer(document) === undefined) return 'generate';
  return document.madeFrom === askedWords(prompt, presets) ? 'vary' : 'refine';
}

/** What can be done with this document, in the order of the menu. */
export function possibleVerbs(document: Document): readonly Verb[] {
  if (activeLayer(document) === undefined) return ['generate'];
  const verbs: Verb[] = ['generate', 'refine', 'vary', 'upscale'];
  if (maskMayPaint(document.mask)) verbs.push('fill');
  if (!document.layers.some((layer) => layer.visible && covers(layerBounds(layer), document.frame))) verbs.push('expand');
  return verbs;
}
