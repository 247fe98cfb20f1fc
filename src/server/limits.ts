/** How much one request may ask for. */

export interface Limits {
  /** Bytes of a request's body. */
  readonly bodyBytes: number;
  /** Pixels of a picture that is sent, and of one that is made. */
  readonly pixels: number;
  readonly steps: number;
  /** Pictures of one job. */
  readonly pictures: number;
  /** Jobs that may wait. */
  readonly queue: number;
}

export const defaultLimits: Limits = { bodyBytes: 64 << 20, pixels: 1 << 25, steps: 200, pictures: 16, queue: 1000 };
