/** Captions as feeds of a training graph: words dropped, captions left empty, labels beside what they are labels of. */
import type { Random } from '../base/random.ts';
import { float32, int32, type TensorData } from '../base/tensor-data.ts';
import { PADDING_ID, UNKNOWN_ID, type WordTokenizer, type WordTokenizerConfig } from '../tokenizers/word-tokenizer.ts';
import type { Caption } from '../worlds/world.ts';

export interface CaptionDropout {
  readonly captionDropout: number;
  readonly wordDropout: number;
}

/**
 * `ids` [B, T] and `grams` [B, T, G]; with factors `labels` and `labelled` [B, factors].
 * @param captions asked for one by one, so that wording and dropout draw from `random` in a fixed order; an unread caption is not asked for
 */
export function captionFeeds(captions: readonly (() => Caption)[], factors: number, random: Random, tokenize: WordTokenizer, { maximumWords, gramsPerWord }: WordTokenizerConfig, { captionDropout, wordDropout }: CaptionDropout): Record<string, TensorData> {
  const batch = captions.length;
  const ids = new Int32Array(batch * maximumWords);
  const grams = new Int32Array(batch * maximumWords * gramsPerWord);
  const labels = new Int32Array(batch * factors);
  const labelled = new Float32Array(batch * factors);
  captions.forEach((read, row) => {
    if (random.uniform() < captionDropout) return;
    const caption = read();
    const text = tokenize(caption.text);
    caption.labels.forEach((label, factor) => {
      if (label < 0) return;
      labels[row * factors + factor] = label;
      labelled[row * factors + factor] = 1;
    });
    ids.set(text.ids.map((id) => (id !== PADDING_ID && random.uniform() < wordDropout ? UNKNOWN_ID : id)), row * maximumWords);
    grams.set(text.grams, row * maximumWords * gramsPerWord);
  });
  const feeds = { ids: int32(ids, [batch, maximumWords]), grams: int32(grams, [batch, maximumWords, gramsPerWord]) };
  return factors === 0 ? feeds : { ...feeds, labels: int32(labels, [batch, factors]), labelled: float32(labelled, [batch, factors]) };
}
