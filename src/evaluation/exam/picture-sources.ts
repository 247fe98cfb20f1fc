/** Where an examination's pictures come from, one function a row. Each gives as many pictures of a question as the examination asks for. */
import { createRandom } from '../../base/random.ts';
import { createPicture, enlarged, type Picture, planesFromPicture } from '../../images/picture.ts';
import { resized } from '../../images/resize.ts';
import type { Pipeline } from '../../pipelines/pipeline.ts';
import { samplePictures } from '../../pipelines/sample-pictures.ts';
import { splitWords } from '../../tokenizers/word-tokenizer.ts';
import type { Renderer } from '../../worlds/render.ts';
import type { Scene } from '../../worlds/storybook/scene.ts';
import { storybook } from '../../worlds/storybook/storybook.ts';
import type { Question } from './exam-questions.ts';
import { sceneShowing } from './expected.ts';

export type PictureSource = (questions: readonly Question[], seeds: number, signal?: AbortSignal) => Promise<Picture[]>;

/** Far from the seeds of training, of the detector and of prompts. */
const RENDER_SEED = 9_100_001;
const NOISE_SEED = 9_200_003;

/** Pictures come question by question, each with its seeds. */
const each = (questions: readonly Question[], seeds: number): readonly { readonly question: Question; readonly seed: number }[] => questions.flatMap((question) => Array.from({ length: seeds }, (_, seed) => ({ question, seed })));

/** A number of a question that does not depend on which others are asked. */
const numberOf = ({ id }: Question): number => [...id].reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0, 7);

export const modelSource = (pipeline: Pipeline, settings: { readonly guidance?: number; readonly steps?: number } = {}): PictureSource => async (questions, seeds, signal) => {
  const rows = each(questions, seeds);
  const { defaults } = pipeline.info;
  const pictures = await samplePictures(pipeline, {
    ...defaults, ...settings, negativePrompts: [''], prompts: rows.map(({ question }) => question.text), seeds: rows.map(({ question, seed }) => NOISE_SEED + 4096 * (numberOf(question) % 1_000_003) + seed), ...(signal && { signal }),
  });
  return pictures.map(atWorldSize);
};

/** Smaller pictures are shown in squares: an eye that averages squares sees them as they were. */
export const atWorldSize = (picture: Picture): Picture => enlarged(picture, storybook.size / picture.width);

export async function drawn(scene: Scene, renderer: Renderer): Promise<Picture> {
  const { rgb } = await renderer.render(storybook.displayList(scene, storybook.size));
  return createPicture(storybook.size, storybook.size, rgb.slice());
}

/** Scenes that show what is asked for, as the world draws them. */
export const renderSource = (renderer: Renderer): PictureSource => async (questions, seeds) => {
  const pictures: Picture[] = [];
  for (const { question, seed } of each(questions, seeds)) pictures.push(await drawn(sceneShowing(question.expected, createRandom(RENDER_SEED + seed, numberOf(question))), renderer));
  return pictures;
};

/** The same through the autoencoder. */
export const autoencoderSource = (pipeline: Pipeline, renders: PictureSource): PictureSource => async (questions, seeds, signal) => reconstructed(pipeline, await renders(questions, seeds, signal), signal);

export async function reconstructed(pipeline: Pipeline, pictures: readonly Picture[], signal?: AbortSignal): Promise<Picture[]> {
  const { size } = pipeline.info;
  const area = 3 * size.width * size.height;
  const planes = new Float32Array(pictures.length * area);
  pictures.forEach((picture, i) => planes.set(planesFromPicture(resized(picture, size.width, size.height)), i * area));
  return (await pipeline.decode(await pipeline.encode(planes, size, signal), size, signal)).map(atWorldSize);
}

/** Scenes of training with what they are called: what copying could draw on. */
export interface TrainingCorpus {
  readonly captions: readonly string[];
  scene(number: number): Scene;
}

/** The training pictures whose captions are most like the prompt: words count by how rare they are. @source GenEval's retrieval baseline, arXiv 2310.11513 */
export function retrievalSource(corpus: TrainingCorpus, renderer: Renderer): PictureSource {
  const index = wordIndex(corpus.captions);
  return async (questions, seeds) => {
    const pictures: Picture[] = [];
    for (const question of questions) for (const number of nearestCaptions(question.text, index, seeds)) pictures.push(await drawn(corpus.scene(number), renderer));
    return pictures;
  };
}

interface WordIndex {
  readonly weights: ReadonlyMap<string, number>;
  readonly captions: readonly { readonly words: ReadonlySet<string>; readonly length: number }[];
}

function wordIndex(captions: readonly string[]): WordIndex {
  const sets = captions.map((caption) => new Set(splitWords(caption)));
  const counts = new Map<string, number>();
  for (const words of sets) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const weights = new Map([...counts].map(([word, count]) => [word, Math.log(captions.length / count)]));
  const lengthOf = (words: ReadonlySet<string>): number => Math.sqrt([...words].reduce((sum, word) => sum + (weights.get(word) ?? 0) ** 2, 0)) || 1;
  return { weights, captions: sets.map((words) => ({ words, length: lengthOf(words) })) };
}

/** Numbers of the captions with the largest cosine, best first. */
export function nearestCaptions(text: string, { weights, captions }: WordIndex, count: number): number[] {
  const words = [...new Set(splitWords(text))];
  const scores = captions.map(({ words: have, length }, number) => ({ number, score: words.reduce((sum, word) => sum + (have.has(word) ? (weights.get(word) ?? 0) ** 2 : 0), 0) / length }));
  return scores.sort((a, b) => b.score - a.score || a.number - b.number).slice(0, count).map(({ number }) => number);
}
