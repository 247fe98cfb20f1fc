/** Dynamic thresholding: estimates that guidance has driven too far are clipped and brought back into their range. */

export interface DynamicThreshold {
  /** Share of the values that may stay as they are, 0..1; 0.995 is usual. */
  readonly share: number;
  /** The range of clean values that is never narrowed: 1 for pictures in [−1, 1]. */
  readonly least: number;
}

/**
 * Clips each picture at the magnitude below which `share` of its values lie, if that is above `least`, and scales it
 * so that this magnitude becomes `least`. Meant for models of pixels; latents have no fixed range.
 * @source Saharia et al. 2205.11487, section 2.3
 */
export function dynamicallyThresholded(estimate: Float32Array, { share, least }: DynamicThreshold, pictures = 1): Float32Array {
  const result = estimate.slice();
  const size = estimate.length / pictures;
  for (let at = 0; at < result.length; at += size) {
    const picture = result.subarray(at, at + size);
    const limit = quantile(picture.map(Math.abs).sort(), share);
    if (limit <= least) continue;
    for (let i = 0; i < size; i++) picture[i] = Math.min(limit, Math.max(-limit, picture[i]!)) * least / limit;
  }
  return result;
}

/** Of sorted values, interpolated between neighbours. */
function quantile(sorted: Float32Array, share: number): number {
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low]! + (place - low) * (sorted[high]! - sorted[low]!);
}
