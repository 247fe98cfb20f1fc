/** A detector as it lies in a file: weights, and what it tells apart in the metadata. */
import { DarkroomError } from '../../base/errors.ts';
import type { Weights } from '../../weights/weights.ts';
import type { DetectorConfig } from './detector.ts';

const CONFIG_KEY = 'darkroom.detector';

export function detectorToWeights(config: DetectorConfig, tensors: Weights['tensors']): Weights {
  return { tensors, metadata: { [CONFIG_KEY]: JSON.stringify(config) } };
}

/** @throws DarkroomError code 'weights' when these are not a detector's */
export function detectorConfigOf({ metadata }: Weights): DetectorConfig {
  const text = metadata[CONFIG_KEY];
  if (text === undefined) throw new DarkroomError('weights', 'These weights are not a detector.');
  return JSON.parse(text) as DetectorConfig;
}
