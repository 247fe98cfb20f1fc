/** Sizes that follow from a model: how finely a frame can be cut, how wide a brush is at first. */

export interface ModelSize {
  readonly size: { readonly width: number; readonly height: number };
  readonly sizeMultiple: number;
  /** Draws no other size. */
  readonly fixedSize: boolean;
}

/** How a frame may be cut, in document pixels. */
export interface FrameGrid {
  readonly step: number;
  /** Sides are no shorter. */
  readonly smallest: number;
}

/** Models work in blocks; of less than an eighth of what they are used to they make nothing. */
export function frameGrid({ size, sizeMultiple }: Pick<ModelSize, 'size' | 'sizeMultiple'>): FrameGrid {
  return { step: sizeMultiple, smallest: Math.max(sizeMultiple, Math.round(Math.min(size.width, size.height) / 8 / sizeMultiple) * sizeMultiple) };
}

/** A brush that marks an eye, not a face: an eighth of the picture across. */
export const firstBrushRadius = ({ size }: Pick<ModelSize, 'size'>): number => Math.max(1, Math.round(Math.min(size.width, size.height) / 16));

/** Wide enough that an edge is not seen, narrow enough that small marks are painted at all. */
export const firstFeather = ({ size }: Pick<ModelSize, 'size'>): number => Math.max(1, Math.round(Math.min(size.width, size.height) / 32));

/** As many pixels as the model's own size holds, in another shape. */
export function sizeOfShape(ratio: number, { size, sizeMultiple, fixedSize }: ModelSize): { readonly width: number; readonly height: number } {
  if (fixedSize) return size;
  const area = size.width * size.height;
  const snap = (value: number): number => Math.max(sizeMultiple, Math.round(value / sizeMultiple) * sizeMultiple);
  return { width: snap(Math.sqrt(area * ratio)), height: snap(Math.sqrt(area / ratio)) };
}
