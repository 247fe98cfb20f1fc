/** Chips: one choice of a few, or none. */
import type { ReactNode } from 'react';
import styles from './controls.module.css';

export interface ChipsProps {
  /** Spoken before the choices. */
  readonly label: string;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly picture?: string }[];
  /** Undefined: none is chosen. */
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** Pressing the chosen one again takes the choice back. */
export function Chips({ label, choices, value, onChange }: ChipsProps): ReactNode {
  return (
    <div role="group" aria-label={label} className={styles['chips']}>
      {choices.map((choice) => (
        <button key={choice.value} type="button" aria-pressed={choice.value === value} className={styles['chip']} onClick={() => onChange(choice.value === value ? undefined : choice.value)}>
          {choice.picture !== undefined && <img src={choice.picture} alt="" width={18} height={18} />}
          {choice.label}
        </button>
      ))}
    </div>
  );
}
