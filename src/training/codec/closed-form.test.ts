/** The mathematics behind the codec's linear maps, and the fit as a whole. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { float32, type TensorData } from '../../base/tensor-data.ts';
import * as ops from '../../graph/ops/index.ts';
import { createPicture, planesFromPicture } from '../../images/picture.ts';
import { decode, encode, preview, type CodecConfig } from '../../models/autoencoders/codec.ts';
import { createParameters } from '../../nn/parameters.ts';
import { createRuntime } from '../../node/engine/engine-client.ts';
import { emitWithWeights } from '../../pipelines/model.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { symmetricEigen } from '../symmetric-eigen.ts';
import { fitLinearCodec } from './fit-linear-codec.ts';
import { leadingEigenvectors } from './leading-eigenvectors.ts';
import { solveLeastSquares } from './least-squares.ts';
import type { PictureSource } from './picture-source.ts';
import { resamplingMatrix } from './resampling.ts';

/** A random symmetric matrix without negative eigenvalues. */
function covarianceOf(n: number, rank: number): Float64Array {
  const random = createRandom(5);
  const matrix = new Float64Array(n * n);
  for (let k = 0; k < rank; k++) {
    const v = Array.from({ length: n }, () => random.normal() / (k + 1));
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) matrix[i * n + j] = (matrix[i * n + j] as number) + (v[i] as number) * (v[j] as number);
  }
  return matrix;
}

describe('leading eigenvectors', () => {
  test('are those of the exact method', () => {
    const n = 40;
    const matrix = covarianceOf(n, 60);
    const [exact, found] = [symmetricEigen(matrix, n), leadingEigenvectors(matrix, n, 6)];
    found.values.forEach((value, i) => expect(value / (exact.values[i] as number)).toBeCloseTo(1, 6));
    found.vectors.forEach((value, i) => expect(value).toBeCloseTo(exact.vectors[i] as number, 4));
  });
});

describe('least squares', () => {
  test('finds the map that made the data', () => {
    const [n, m, rows] = [5, 3, 50];
    const random = createRandom(6);
    const map = Array.from({ length: n * m }, () => random.normal());
    const [a, b] = [new Float64Array(n * n), new Float64Array(n * m)];
    for (let row = 0; row < rows; row++) {
      const x = Array.from({ length: n }, () => random.normal());
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) a[i * n + j] = (a[i * n + j] as number) + (x[i] as number) * (x[j] as number);
        for (let k = 0; k < m; k++) b[i * m + k] = (b[i * m + k] as number) + (x[i] as number) * x.reduce((sum, value, j) => sum + value * (map[j * m + k] as number), 0);
      }
    }
    solveLeastSquares(a, b, n, 0).forEach((value, i) => expect(value).toBeCloseTo(map[i] as number, 8));
  });

  test('refuses inputs that do not decide', () => {
    expect(() => solveLeastSquares(new Float64Array(4), new Float64Array(2), 2, 0)).toThrow(/too few/);
  });
});

describe('resampling', () => {
  test('keeps what is constant, shifts whole samples, and averages pairs where it halves', () => {
    const matrix = resamplingMatrix(3, 8, 1.37, 1.1);
    for (let i = 0; i < 3; i++) expect(matrix.subarray(i * 8, (i + 1) * 8).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    expect([...resamplingMatrix(2, 4, 1, 1)]).toEqual([0, 1, 0, 0, 0, 0, 1, 0]);
    expect([...resamplingMatrix(1, 4, 2, 1)].map((x) => Math.round(x * 1e6) / 1e6)).toEqual([0.125, 0.375, 0.375, 0.125]);
  });
});

const SIDE = 48;
/** Waves of few kinds: a handful of components hold them all. */
function wave(number: number) {
  const random = createRandom(number);
  const [a, b, c] = [random.uniform(), random.uniform(), random.uniform()];
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) for (let channel = 0; channel < 3; channel++) data[(y * SIDE + x) * 3 + channel] = 128 + 40 * a * Math.sin(x / 9 + 6 * b) + 40 * c * Math.cos(y / 7 + channel);
  return createPicture(SIDE, SIDE, data);
}
const waves: PictureSource = { count: 64, size: SIDE, picture: async (number) => wave(number) };

describe('the closed-form codec', () => {
  const config: CodecConfig = { kind: 'convolutional', channels: 8, encoder: { width: 8, blocks: 0 }, decoder: [{ width: 8, blocks: 1 }] };
  let runtime: Runtime;
  let tensors: Map<string, TensorData>;
  beforeAll(async () => {
    runtime = await createRuntime({ device: 'cpu' });
    tensors = await fitLinearCodec(runtime, waves, { ...config, kind: 'convolutional' }, { whitening: 0.5 });
  });
  afterAll(() => runtime.close());

  async function run(build: (pictures: ReturnType<typeof ops.input>) => Record<string, ReturnType<typeof ops.input>>, planes: Float32Array, count: number) {
    const session = await runtime.load({ bytes: emitWithWeights(build(ops.input('pictures', [count, 3, SIDE, SIDE])), { tensors: withZeros(tensors) }, 'codec') });
    const outputs = await session.run({ pictures: float32(planes, [count, 3, SIDE, SIDE]) });
    await session.close();
    return outputs as Record<string, TensorData<'float32'>>;
  }

  /** Networks that have not learned yet add nothing. */
  function withZeros(known: ReadonlyMap<string, TensorData>): Map<string, TensorData> {
    const parameters = createParameters();
    decode(parameters.at('codec'), ops.input('latents', [1, 8, 3, 3]), config);
    const missing = [...parameters.all].filter(([name]) => !known.has(name)).map(([name, { shape }]) => [name, float32(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape)] as const);
    return new Map<string, TensorData>([...missing, ...known]);
  }

  test('gives back what few components hold, and a preview that is its average', async () => {
    const scope = createParameters().at('codec');
    const planes = planesFromPicture(wave(100));
    const { picture, small } = await run((pictures) => {
      const latents = encode(scope, pictures, config);
      return { picture: decode(scope, latents, config), small: preview(scope, latents, config) };
    }, planes, 1);
    const error = picture!.data.reduce((sum, value, i) => sum + (value - (planes[i] as number)) ** 2, 0) / planes.length;
    expect(10 * Math.log10(4 / error)).toBeGreaterThan(38);
    const pooled = planes.reduce((sums, value, i) => { const [c, y, x] = [Math.floor(i / SIDE ** 2), Math.floor(i / SIDE) % SIDE, i % SIDE]; sums[(c * 12 + Math.floor(y / 4)) * 12 + Math.floor(x / 4)]! += value / 16; return sums; }, new Float64Array(3 * 144));
    pooled.forEach((value, i) => expect(Math.abs(small!.data[i]! - value)).toBeLessThan(0.05));
  });

  test('shifts latents with the picture: 16 pixels are one latent', async () => {
    const scope = createParameters().at('codec');
    const planes = planesFromPicture(wave(101));
    const shifted = planes.map((_, i) => planes[Math.floor(i / SIDE) * SIDE + Math.min(i % SIDE + 16, SIDE - 1)] as number);
    const both = new Float32Array([...planes, ...shifted]);
    const { latents } = await run((pictures) => ({ latents: encode(scope, pictures, config) }), both, 2);
    for (let i = 0; i < 8 * 9; i++) if (i % 3 < 2) expect(latents!.data[8 * 9 + i]).toBeCloseTo(latents!.data[i + 1]!, 4);
  });

  test('latents have unit variance on average', async () => {
    const scope = createParameters().at('codec');
    const planes = new Float32Array(Array.from({ length: 32 }, (_, i) => [...planesFromPicture(wave(i))]).flat());
    const { latents } = await run((pictures) => ({ latents: encode(scope, pictures, config) }), planes, 32);
    expect(latents!.data.reduce((sum, x) => sum + x * x, 0) / latents!.data.length).toBeGreaterThan(0.8);
    expect(latents!.data.reduce((sum, x) => sum + x * x, 0) / latents!.data.length).toBeLessThan(1.25);
  });
});
