/** The model that draws: what it is, what it knows, and what it cannot do. */
import type { ReactNode } from 'react';
import type { ModelChoice } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import styles from './create.module.css';

/** What somebody may look for in vain. */
export function limitsOf({ fixedSize, size, negativePrompt, loras, vocabulary }: ModelChoice): readonly string[] {
  const { limits } = words.model;
  return [
    ...(vocabulary === undefined ? [] : [limits.vocabulary]), ...(fixedSize ? [limits.size(size.width, size.height)] : []),
    ...(negativePrompt ? [] : [limits.negative]), ...(loras === undefined ? [limits.loras] : []),
  ];
}

/** A word behind those that are there. */
export const withWord = (prompt: string, word: string): string => (prompt.trim() === '' ? word : `${prompt.trimEnd()} ${word}`);

export function ModelCard({ model }: { readonly model: ModelChoice }): ReactNode {
  const { changes, use } = useStudio();
  const prompt = use(({ knobs }) => knobs.prompt);
  const { vocabulary = [] } = model;
  return (
    <div className={styles['modelCard']}>
      <p>{model.description}</p>
      <ul>{limitsOf(model).map((limit) => <li key={limit}>{limit}</li>)}</ul>
      {vocabulary.length > 0 && (
        <details>
          <summary>{words.model.allWords}</summary>
          {vocabulary.map(({ kind, words: known }) => (
            <div key={kind} role="group" aria-label={words.model.kinds[kind] ?? kind}>
              <b>{words.model.kinds[kind] ?? kind}</b>
              {known.map((word) => <button key={word} type="button" onClick={() => changes.turn({ prompt: withWord(prompt, word) })}>{word}</button>)}
            </div>
          ))}
        </details>
      )}
    </div>
  );
}
