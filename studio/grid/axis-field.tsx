/** One axis: which setting, and its values, typed or picked. */
import type { ReactNode } from 'react';
import controls from '../controls/controls.module.css';
import { Field } from '../controls/field.tsx';
import { words } from '../words/en.ts';
import { type AxisChoice, type GridSetting, picked, withPicked } from './axes.ts';
import styles from './grid.module.css';

export interface AxisFieldProps {
  readonly title: string;
  readonly help: string;
  readonly optional: boolean;
  readonly settings: readonly GridSetting[];
  /** Settings that other axes have. */
  readonly taken: readonly string[];
  readonly axis: AxisChoice;
  readonly error: string | undefined;
  readonly onChange: (axis: AxisChoice) => void;
}

export function AxisField({ title, help, optional, settings, taken, axis, error, onChange }: AxisFieldProps): ReactNode {
  const setting = settings.find(({ id }) => id === axis.setting);
  const choose = (id: string): void => onChange({ setting: id, values: settings.find((each) => each.id === id)?.example ?? '' });
  return (
    <div className={styles['axis']}>
      <Field label={title} help={help}>
        {(ids) => (
          <select id={ids.input} aria-describedby={ids.help} value={setting?.id ?? ''} className={controls['select']} onChange={({ target }) => choose(target.value)}>
            {(optional || setting === undefined) && <option value="">{words.grid.none}</option>}
            {settings.filter(({ id }) => !taken.includes(id)).map(({ id, label }) => <option key={id} value={id}>{label}</option>)}
          </select>
        )}
      </Field>
      {setting !== undefined && setting.choices === undefined && <input aria-label={words.grid.values(title)} aria-invalid={error !== undefined} className={controls['input']} placeholder={setting.example} value={axis.values} onChange={({ target }) => onChange({ ...axis, values: target.value })} />}
      {setting?.choices !== undefined && (
        <div role="group" aria-label={words.grid.values(title)} className={controls['chips']}>
          {setting.choices.map(({ value, label }) => <button key={value} type="button" className={controls['chip']} aria-pressed={picked(axis.values).includes(value)} onClick={() => onChange({ ...axis, values: withPicked(axis.values, value) })}>{label}</button>)}
        </div>
      )}
      {error !== undefined && <p role="alert" className={styles['failed']}>{error}</p>}
    </div>
  );
}
