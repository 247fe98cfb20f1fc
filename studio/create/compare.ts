/** Before and after: what the canvas looked like one act ago, beside what it is now. */
import type { StudioParts } from '../shell/context.ts';
import { framePicture } from './frame-pictures.ts';
import { messageOf } from './run-verb.ts';

/** A second call ends the comparison. */
export async function compareWithBefore({ studio, changes, assets }: StudioParts): Promise<void> {
  const { compare, history: { past } } = studio.getState();
  const before = past.at(-2);
  if (compare !== undefined || before === undefined) {
    studio.setState({ compare: undefined });
    return;
  }
  try {
    // The frame of now, so that both lie upon each other.
    const picture = await framePicture({ ...before.state, frame: changes.document().frame }, assets);
    studio.setState({ compare: { url: URL.createObjectURL(picture), label: `Before: ${past.at(-1)?.act ?? ''}` } });
  } catch (error) {
    changes.notify(messageOf(error), 'error');
  }
}
