import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../base/random.ts';
import { float32, int32, type TensorData } from '../base/tensor-data.ts';
import * as ops from '../graph/ops/index.ts';
import { createParameters } from '../nn/parameters.ts';
import { createRuntime } from '../node/engine/engine-client.ts';
import { emitModel } from '../onnx/emit.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { createWordTokenizer } from '../tokenizers/word-tokenizer.ts';
import { captionFeeds } from './captions.ts';
import { labelLoss } from './label-loss.ts';

const tokenizer = { words: ['a', 'fox'], maximumWords: 4, buckets: 16, gramsPerWord: 3 };
const captions = [{ text: 'a fox', labels: [2, -1] }, { text: 'a fox', labels: [0, 1] }].map((caption) => () => caption);
const feed = (captionDropout: number) => captionFeeds(captions, 2, createRandom(1), createWordTokenizer(tokenizer), tokenizer, { captionDropout, wordDropout: 0 });

let runtime: Runtime;
beforeAll(async () => { runtime = await createRuntime({ device: 'cpu' }); });
afterAll(() => runtime.close());

describe('labels of captions', () => {
  test('count where the caption says them, and nowhere when it is not read', () => {
    const { labels, labelled } = feed(0) as Record<'labels' | 'labelled', TensorData>;
    expect([...labels.data]).toEqual([2, 0, 0, 1]);
    expect([...labelled.data]).toEqual([1, 0, 1, 1]);
    expect([...(feed(1)['labelled'] as TensorData).data]).toEqual([0, 0, 0, 0]);
  });

  test('the loss of each factor is the mean over the captions that say it, whatever stands in the others', async () => {
    const summary = ops.input('summary', [2, 2, 3]);
    const factors = [{ name: 'what', classes: 3 }, { name: 'where', classes: 2 }];
    const loss = labelLoss(createParameters(), summary, factors);
    // Heads that do nothing but pass on: the logits are the summary's first numbers.
    const bytes = emitModel({ loss }, {
      bind: (_, shape) => {
        const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
        if (shape.length === 2) for (let i = 0; i < Math.min(...shape); i++) values[i * (shape[1] as number) + i] = 1;
        return { kind: 'inline', value: float32(values, shape) };
      },
    });
    const session = await runtime.load({ bytes }, { name: 'label loss' });
    const run = async (unsaid: number): Promise<number> => {
      const { labels, labelled } = feed(0) as Record<'labels' | 'labelled', TensorData>;
      const told = [...labels.data].map(Number);
      told[1] = unsaid;
      const result = await session.run({ summary: float32([1, 2, 3, 5, 5, 0, 3, 0, 0, 0, 2, 0], [2, 2, 3]), labels: int32(told, [2, 2]), labelled });
      return Number((result['loss'] as TensorData).data[0]);
    };
    const entropy = (logits: readonly number[], label: number): number => Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[label]!;
    const wanted = (entropy([1, 2, 3], 2) + entropy([3, 0, 0], 0)) / 2 + entropy([0, 2], 1);
    expect(await run(0)).toBeCloseTo(wanted, 4);
    expect(await run(1)).toBeCloseTo(wanted, 4);
    await session.close();
  });
});
