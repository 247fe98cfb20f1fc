/** Masks as lists of strokes: what can be told without drawing them. */
import type { MaskStroke } from './document.ts';

/** Whether anything can be left of the mask: false for certain when only erasing happened. */
export function maskMayPaint(strokes: readonly MaskStroke[]): boolean {
  return strokes.some((stroke) => stroke.kind === 'invert' || stroke.mode === 'add');
}

/** Everything since the mask was last certainly empty; strokes before that need not be kept or drawn. */
export function livingStrokes(strokes: readonly MaskStroke[]): readonly MaskStroke[] {
  const start = strokes.findIndex((stroke) => stroke.kind === 'invert' || stroke.mode === 'add');
  return start < 0 ? [] : strokes.slice(start);
}
