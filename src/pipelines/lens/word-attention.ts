/** Which word drew what: the cross-attention of a denoiser's graph, as another output of it. */
import * as ops from '../../graph/ops/index.ts';
import { weightsOfAttention } from '../../graph/ops/attention.ts';
import { type Tensor, topologicalOrder } from '../../graph/tensor.ts';

/**
 * Works on any network whose layers look at a text by `attention`: those are the attentions that look at `words` keys from another number of
 * places. The network itself is built as ever.
 * @param output of the denoiser, for one text and one row
 * @param words tokens of the text
 * @param places tokens of the picture
 * @returns [words, places]: how much each place looks at each word, the mean over layers and heads; undefined when no layer looks at a text
 */
export function wordAttention(output: Tensor, words: number, places: number): Tensor | undefined {
  const looks = topologicalOrder([output]).flatMap((node) => {
    const weights = weightsOfAttention(node);
    return weights?.shape[2] === places && weights.shape[3] === words && words !== places ? [ops.reduceMean(weights, [1])] : []; // [1, places, words]
  });
  const [first, ...rest] = looks;
  if (first === undefined) return undefined;
  const sum = rest.reduce((total, each) => ops.add(total, each), first);
  return ops.reshape(ops.transpose(ops.mul(sum, 1 / looks.length), [0, 2, 1]), [words, places]);
}
