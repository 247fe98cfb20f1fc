/** What a person who pressed Ctrl-C is told. */
import { DarkroomError } from '../base/errors.ts';

/**
 * For `catch`: a cancellation is told in the command's words, not in those of the part of the engine that it met; other errors pass.
 * @throws DarkroomError code 'cancelled' with the sentence, or the error as it came
 */
export function cancelledAs(sentence: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof DarkroomError && error.code === 'cancelled') throw new DarkroomError('cancelled', sentence, error.details, error);
    throw error;
  };
}
