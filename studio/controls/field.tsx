/** A knob with its name, its value and its explanation. Every knob of the studio is one of these. */
import { useId, useState, type ReactNode } from 'react';
import { CircleHelp } from 'lucide-react';
import styles from './controls.module.css';

export interface FieldProps {
  readonly label: string;
  /** What it does to the picture, in words for someone who never heard of it. */
  readonly help: string;
  /** The value as shown at the right. */
  readonly value?: string;
  readonly children: (ids: { readonly input: string; readonly help: string }) => ReactNode;
}

export function Field({ label, help, value, children }: FieldProps): ReactNode {
  const id = useId();
  const [open, setOpen] = useState(false);
  const ids = { input: `${id}-input`, help: `${id}-help` };
  return (
    <div className={styles['field']}>
      <div className={styles['fieldHead']}>
        <label htmlFor={ids.input}>{label}</label>
        <button type="button" className={styles['helpButton']} aria-expanded={open} aria-controls={ids.help} aria-label={`What is ${label}?`} onClick={() => setOpen(!open)}><CircleHelp size={14} /></button>
        {value !== undefined && <output htmlFor={ids.input}>{value}</output>}
      </div>
      {children(ids)}
      <p id={ids.help} hidden={!open} className={styles['help']}>{help}</p>
    </div>
  );
}

export interface SliderProps extends Omit<FieldProps, 'children' | 'value'> {
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
  readonly format?: (value: number) => string;
  readonly disabled?: boolean;
}

export function Slider({ value, minimum, maximum, step, onChange, format = String, disabled = false, ...field }: SliderProps): ReactNode {
  const share = (value - minimum) / (maximum - minimum);
  return (
    <Field {...field} value={format(value)}>
      {({ input, help }) => (
        <input id={input} aria-describedby={help} type="range" min={minimum} max={maximum} step={step} value={value} disabled={disabled} className={styles['slider']}
          style={{ '--share': `${100 * share}%` } as React.CSSProperties} onChange={({ target }) => onChange(target.valueAsNumber)} />
      )}
    </Field>
  );
}

export interface SelectProps extends Omit<FieldProps, 'children' | 'value'> {
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

export function Select({ value, choices, onChange, ...field }: SelectProps): ReactNode {
  return (
    <Field {...field}>
      {({ input, help }) => (
        <select id={input} aria-describedby={help} value={value} className={styles['select']} onChange={({ target }) => onChange(target.value)}>
          {choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
        </select>
      )}
    </Field>
  );
}
