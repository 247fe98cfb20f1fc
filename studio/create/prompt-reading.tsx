/** Under the prompt: what the model does not know of it, and how choices are written, while somebody writes. */
import { useEffect, useState, type ReactNode } from 'react';
import { Info, TriangleAlert } from 'lucide-react';
import { ServiceGone } from '../engine/connection.ts';
import type { PromptReading } from '../engine/engine.ts';
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
  const hint = /\{/.test(prompt) ? words.prompt.choices : /__/.test(prompt) ? words.prompt.lists(capabilities.wildcards) : undefined;
  return (
    <div className={styles['reading']} role="status">
      {lines.map((line) => <p key={line} className={styles['warning']}><TriangleAlert size={14} aria-hidden />{line}</p>)}
      {hint !== undefined && <p className={styles['hint']}><Info size={14} aria-hidden />{hint}</p>}
    </div>
  );
}

function linesOf({ reading, error }: Told): readonly string[] {
  return [...(error === undefined ? [] : [error]), ...(reading !== undefined && reading.unknown.length > 0 ? [words.prompt.unknown(reading.unknown)] : []), ...(reading !== undefined && reading.cut > 0 ? [words.prompt.cut] : [])];
}
