/** Around the core: place, light, style and composition, in one of many orders. */

import { compositions, lights, places, styles } from '../vocabulary.ts';
import type { SceneGraph } from '../scene-graph.ts';
import type { Said } from './caption.ts';
import { type Core, filled, keywordsOfThings } from './core.ts';
import { frames, keywordForms } from './templates.ts';
import type { Voice } from './voice.ts';

/** A frame and what it asks for. */
interface Frame {
  readonly text: string;
  /** The core is a part of a phrase, so that a whole sentence cannot stand there. */
  readonly needsPhrase: boolean;
  readonly needsStyle: boolean;
  readonly needsShot: boolean;
  readonly beginsWithWhere: boolean;
}

const known: readonly Frame[] = frames.map((text) => ({
  text, needsPhrase: /(of|with|showing|draw|me|is\}) \{core\}/.test(text), needsStyle: text.includes('{picture}'), needsShot: text.includes('{shot}'), beginsWithWhere: text.startsWith('{where}'),
}));

function fits({ needsPhrase, needsStyle, needsShot, beginsWithWhere }: Frame, { sentence }: Core, { style, where }: Said, { composition }: SceneGraph): boolean {
  return !(needsPhrase && sentence) && !(needsStyle && !style) && !(needsShot && !(where && compositions[composition].pictures.length > 0)) && !(beginsWithWhere && !(where && composition.endsWith('third')));
}

/** A caption in a frame that fits what is said. */
export function framedCaption(graph: SceneGraph, core: Core, said: Said, voice: Voice): string {
  const frame = voice.pick(known.filter((each) => fits(each, core, said, graph)));
  const [place, light, style, composition] = [places[graph.place], lights[graph.light], styles[graph.style], compositions[graph.composition]];
  const when = (isSaid: boolean, wordings: readonly string[]) => (): string => (isSaid ? voice.choose(wordings) : '');
  return tidied(filled(frame.text, {
    core: () => core.text, 'there is': () => (core.plural ? 'there are' : 'there is'),
    place: when(said.place, place.clauses), 'place word': when(said.place, place.words), light: when(said.light, light.clauses), 'light word': when(said.light, light.words),
    style: when(said.style, style.clauses), 'style word': when(said.style, style.words), picture: when(said.style, style.pictures),
    where: when(said.where, composition.clauses), shot: when(said.where, composition.pictures),
  }));
}

/** Key words, in order or not. */
export function keywordCaption(graph: SceneGraph, said: Said, voice: Voice): string {
  const items = [
    keywordsOfThings(graph, said, voice),
    ...(said.place ? [voice.choose(places[graph.place].words)] : []), ...(said.light ? [voice.choose(lights[graph.light].words)] : []),
    ...(said.where ? [voice.choose(compositions[graph.composition].words)] : []), ...(said.style ? [voice.choose(styles[graph.style].words)] : []),
  ];
  const form = voice.choose(keywordForms);
  return tidied((form.shuffled ? voice.shuffled(items) : items).join(form.separator));
}

/** Closes the gaps that unsaid slots leave. */
function tidied(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/ ([,:;])/g, '$1').replace(/([,:])(\s*,)+/g, '$1').replace(/^[\s,:]+/, '').replace(/[\s,:]+$/, '');
}
