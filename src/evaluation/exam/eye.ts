/** The detector at work: pictures in, what is to be seen in them out. */
import { DarkroomError } from '../../base/errors.ts';
import { float32, type TensorData } from '../../base/tensor-data.ts';
import * as ops from '../../graph/ops/index.ts';
import { type Picture, planesFromPicture } from '../../images/picture.ts';
import { createParameters } from '../../nn/parameters.ts';
import { emitModel } from '../../onnx/emit.ts';
import type { Runtime, Session, TensorMap } from '../../runtime/runtime.ts';
import type { Weights } from '../../weights/weights.ts';
import { detectionsOf } from './detections.ts';
import { type DetectorConfig, detectorNetwork, overallLogits, STRIDE, thingLogits } from './detector.ts';
import { detectorConfigOf } from './detector-weights.ts';
import type { Sight } from './judge.ts';

/** Pictures of one run. */
const BATCH = 16;

/** What was seen of a picture, and where it lies in the space of features: for distances between sets of pictures. */
export interface Look {
  readonly sight: Sight;
  readonly features: Float32Array;
}

/** Owns a detector's session. */
export class Eye {
  readonly config: DetectorConfig;
  readonly #session: Session;

  private constructor(config: DetectorConfig, session: Session) {
    this.config = config;
    this.#session = session;
  }

  /** @throws DarkroomError code 'weights' when these are not a detector's, or some are missing */
  static async open(runtime: Runtime, weights: Weights): Promise<Eye> {
    const config = detectorConfigOf(weights);
    const bytes = emitModel(outputsOf(config), {
      bind: (name) => {
        const value = weights.tensors.get(name);
        if (value === undefined) throw new DarkroomError('weights', `The detector's weights hold no '${name}'.`, { name });
        return { kind: 'inline', value };
      },
    });
    return new Eye(config, await runtime.load({ bytes }, { name: 'detector' }));
  }

  /** @throws DarkroomError code 'data' for pictures of another size than the detector's */
  async look(pictures: readonly Picture[], signal?: AbortSignal): Promise<Look[]> {
    const { size } = this.config;
    const planes = 3 * size * size;
    const wrong = pictures.find(({ width, height }) => width !== size || height !== size);
    if (wrong) throw new DarkroomError('data', `The detector looks at ${size}×${size} pixels, not at ${wrong.width}×${wrong.height}.`, { size });
    const looks: Look[] = [];
    for (let first = 0; first < pictures.length; first += BATCH) {
      const batch = new Float32Array(BATCH * planes);
      const part = pictures.slice(first, first + BATCH);
      part.forEach((picture, row) => batch.set(planesFromPicture(picture), row * planes));
      const maps = await this.#session.run({ pictures: float32(batch, [BATCH, 3, size, size]) }, signal ? { signal } : {});
      part.forEach((_, row) => looks.push(this.#read(maps, row)));
    }
    return looks;
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  #read(maps: TensorMap, row: number): Look {
    const { subjects, tints, factors, size } = this.config;
    const cells = size / STRIDE;
    const part = <Data extends TensorData['data']>(name: string): Data => {
      const { data, shape } = maps[name] as TensorData;
      const length = data.length / (shape[0] as number);
      return data.subarray(row * length, (row + 1) * length) as Data;
    };
    const found = detectionsOf({ centre: part<Float32Array>('centre'), box: part<Float32Array>('box'), subject: part<Int32Array>('subject'), tint: part<Int32Array>('tint') }, cells);
    const things = found.map(({ subject, tint, box }) => ({ subject: subjects[subject], ...(tint > 0 && { tint: tints[tint] }), box }));
    const overall = Object.fromEntries(factors.map(({ name, values }) => [name, values[part<Int32Array>(`factor.${name}`)[0] as number]]));
    // The names are the world's: they were written with the weights.
    return { sight: { things, ...overall } as unknown as Sight, features: part<Float32Array>('overall').slice() };
  }
}

function outputsOf(config: DetectorConfig) {
  const scope = createParameters();
  const { centre, box, features, overall } = detectorNetwork(scope, ops.input('pictures', [BATCH, 3, config.size, config.size]));
  const { subject, tint } = thingLogits(scope, features, config);
  const best = (logits: ReturnType<typeof ops.cast>, axis: number) => ops.cast(ops.argMax(logits, axis), 'int32');
  return {
    centre: ops.sigmoid(centre), box, subject: best(subject, 2), tint: best(tint, 2), overall,
    ...Object.fromEntries(overallLogits(scope, overall, config).map((logits, i) => [`factor.${config.factors[i]?.name}`, best(logits, 1)])),
  };
}
