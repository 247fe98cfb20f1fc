/** Under the prompt: what the model does not know of it, and how choices are written, while somebody writes. */
import { useEffect, useState, type ReactNode } from 'react';
import { Info, TriangleAlert } from 'lucide-react';
import { ServiceGone } from '../engine/connection.ts';
import type { ModelChoice, PromptReading } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { presetsOf } from './request.ts';
import { chosenModel, messageOf } from './run-verb.ts';
import styles from './create.module.css';

/** A pause in writing. */
const pauseMs = 350;

/** What was read, and of which prompt: while somebody goes on writing, the old reading says nothing. */
interface Told {
  readonly prompt: string;
  readonly reading?: PromptReading;
  readonly error?: string;
}

export function PromptReadingLine(): ReactNode {
  const parts = useStudio();
  const { engine, capabilities, use } = parts;
  const knobs = use((state) => state.knobs);
  const model = chosenModel(parts);
  const { prompt } = knobs;
  const presets = presetsOf(knobs).filter((preset) => model?.presets.includes(preset)).join(' ');
  const [told, setTold] = useState<Told>();
  useEffect(() => {
    if (model === undefined || prompt.trim() === '') {
      setTold(undefined);
      return undefined;
    }
    let awaited = true;
    const timer = setTimeout(() => {
      engine.readPrompt({ prompt: prompt.trim(), model: model.id, presets: presets === '' ? [] : presets.split(' ') }).then((reading) => awaited && setTold({ prompt, reading }), (error: unknown) => awaited && !(error instanceof ServiceGone) && setTold({ prompt, error: messageOf(error) }));
    }, pauseMs);
    return () => {
      awaited = false;
      clearTimeout(timer);
    };
  }, [engine, model, prompt, presets]);
  const lines = told?.prompt === prompt ? linesOf(told) : [];
  const hint = hintFor(prompt, capabilities.wildcards, model);
  return (
    <div className={styles['reading']} role="status">
      {lines.map((line) => <p key={line} className={styles['warning']}><TriangleAlert size={14} aria-hidden />{line}</p>)}
      {hint !== undefined && <p className={styles['hint']} title={hint}><Info size={14} aria-hidden /><span>{hint}</span></p>}
    </div>
  );
}

/** Before anything is written: what could be. Then how choices are written, when somebody begins one. */
function hintFor(prompt: string, wildcards: readonly string[], model: ModelChoice | undefined): string | undefined {
  if (prompt.trim() === '') return model?.vocabulary && words.model.knows(sampleOf(model.vocabulary));
  if (/\{/.test(prompt)) return words.prompt.choices;
  return /__/.test(prompt) ? words.prompt.lists(wildcards) : undefined;
}

/** Some of each kind that comes first: things to draw, colours, places. */
function sampleOf(vocabulary: NonNullable<ModelChoice['vocabulary']>): readonly string[] {
  const each = [8, 3, 4, 2];
  return vocabulary.slice(0, each.length).flatMap(({ words: known }, i) => spread(known, each[i] as number));
}

const spread = (known: readonly string[], count: number): readonly string[] => known.filter((_, i) => i % Math.max(1, Math.floor(known.length / count)) === 0).slice(0, count);

function linesOf({ reading, error }: Told): readonly string[] {
  return [...(error === undefined ? [] : [error]), ...(reading !== undefined && reading.unknown.length > 0 ? [words.prompt.unknown(reading.unknown)] : []), ...(reading !== undefined && reading.cut > 0 ? [words.prompt.cut] : [])];
}
