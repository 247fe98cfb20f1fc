/**
 * Measures the codec of a model or of a codec phase on unseen pictures of its world, style by style, and how long its networks take.
 *
 *     node --import tsx scripts/measure-codec.ts runs/storybook/codec/finished.safetensors [pictures]
 */
import { float32, sizeOf } from '../src/base/tensor-data.ts';
import { countFlops } from '../src/graph/flops.ts';
import { createParameters, type ParameterSet } from '../src/nn/parameters.ts';
import { nodeCanvases } from '../src/node/canvas.ts';
import { createRuntime } from '../src/node/engine/engine-client.ts';
import { loadWeightsFile } from '../src/node/weights-file.ts';
import type { Tensor } from '../src/graph/tensor.ts';
import { emitWithWeights } from '../src/pipelines/model.ts';
import { type ModelConfig, parseModelConfig } from '../src/pipelines/model-config.ts';
import { decoderNetwork, encoderNetwork, latentShape, previewNetwork } from '../src/pipelines/networks.ts';
import type { Runtime } from '../src/runtime/runtime.ts';
import { examineCodec } from '../src/training/codec/examine-codec.ts';
import { VALIDATION_SEED } from '../src/training/world-pictures.ts';
import { scenePictures, worldScenes } from '../src/training/world-scenes.ts';
import { worldNamed } from '../src/worlds/worlds.ts';
import type { TensorData } from '../src/base/tensor-data.ts';

const [file, countText = '1000'] = process.argv.slice(2);
if (file === undefined) throw new Error('Name a safetensors file: a model, or a finished codec phase.');
const { tensors, metadata } = await loadWeightsFile(file);
const config = parseModelConfig(metadata, file);
const runtime = await createRuntime({ device: 'cpu' });
await printTimes(runtime, config, tensors);
const count = Number(countText);
const pictures = scenePictures(worldScenes(worldNamed(config.world ?? 'storybook'), count, VALIDATION_SEED), nodeCanvases);
const { all, kinds } = await examineCodec(runtime, { config, tensors }, pictures, count);
console.log('| style | PSNR, dB | SSIM | pictures |\n|---|---|---|---|');
for (const [kind, each] of [...Object.entries(kinds), ['all', all] as const]) console.log(`| ${kind} | ${each.psnr.toFixed(2)} | ${each.ssim.toFixed(4)} | ${each.pictures} |`);
await runtime.close();

/** Parameters, arithmetic and the best of some runs of each network, one picture at a time. */
async function printTimes(engine: Runtime, model: ModelConfig, weights: ReadonlyMap<string, TensorData>): Promise<void> {
  const { width, height } = model.picture;
  const networks: Readonly<Record<string, readonly [(parameters: ParameterSet) => Tensor, string, readonly number[]]>> = {
    encoder: [(parameters) => encoderNetwork(parameters, 1, model), 'pictures', [1, 3, height, width]],
    decoder: [(parameters) => decoderNetwork(parameters, 1, model), 'latents', [1, ...latentShape(model)]],
    preview: [(parameters) => previewNetwork(parameters, 1, model), 'latents', [1, ...latentShape(model)]],
  };
  console.log('| network | parameters | GFLOP | ms |\n|---|---|---|---|');
  for (const [name, [build, input, shape]] of Object.entries(networks)) {
    const parameters = createParameters();
    const output = build(parameters);
    const session = await engine.load({ bytes: emitWithWeights({ output }, { tensors: weights }, name) }, { name });
    const feeds = { [input]: float32(new Float32Array(sizeOf(shape)), shape) };
    const times: number[] = [];
    for (let run = 0; run < 12; run++) {
      const began = performance.now();
      await session.run(feeds);
      times.push(performance.now() - began);
    }
    await session.close();
    const size = [...parameters.all.values()].reduce((sum, parameter) => sum + sizeOf(parameter.shape), 0);
    console.log(`| ${name} | ${(size / 1e3).toFixed(0)} k | ${(countFlops([output]) / 1e9).toFixed(3)} | ${Math.min(...times).toFixed(1)} |`);
  }
}
