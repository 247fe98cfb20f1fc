/** Chips: one choice of a few, or none. */
import type { CSSProperties, ReactNode } from 'react';
import styles from './controls.module.css';

export interface ChipsProps {
  /** Spoken before the choices. */
  readonly label: string;
  /** Where one has a picture, all are shown as cards. */
  readonly choices: readonly { readonly value: string; readonly label: string; readonly picture?: string }[];
  /** Undefined: none is chosen. */
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

const mostColumns = 4;

/** Pressing the chosen one again takes the choice back. */
export function Chips({ label, choices, value, onChange }: ChipsProps): ReactNode {
  const cards = choices.some(({ picture }) => picture !== undefined);
  return (
    <div role="group" aria-label={label} className={styles[cards ? 'cards' : 'chips']} style={{ '--columns': Math.min(mostColumns, choices.length) } as CSSProperties}>
      {choices.map((choice) => (
        <button key={choice.value} type="button" aria-pressed={choice.value === value} className={styles[cards ? 'card' : 'chip']} onClick={() => onChange(choice.value === value ? undefined : choice.value)}>
          {cards && (choice.picture === undefined ? <span aria-hidden /> : <img src={choice.picture} alt="" width={72} height={72} />)}
          {choice.label}
        </button>
      ))}
    </div>
  );
}
