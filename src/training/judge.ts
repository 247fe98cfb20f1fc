/** Who looks at a run's pictures while it goes on. It only looks: nothing is trained or chosen by what it sees. */
import type { Picture } from '../images/picture.ts';

export interface Judge {
  /** What is drawn for it: nothing is trained on these. */
  readonly prompts: readonly string[];
  /** Whether it can look at pictures with so many pixels a side. */
  fits(size: number): boolean;
  /** Shares of the pictures that are right, 0..1, by what is asked. @param pictures one for each prompt */
  score(pictures: readonly Picture[]): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
}
