/** One prompt through lists of settings: columns, rows, sheets; a table of pictures, and a page to keep. */
import { useEffect, type ReactNode } from 'react';
import { Download, Sparkles, X } from 'lucide-react';
import { fileName } from '../campaign/export-set.ts';
import { Button } from '../controls/button.tsx';
import { Field } from '../controls/field.tsx';
import { chosenModel, isRunning, messageOf } from '../create/run-verb.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { type AxisChoice, gridSettings, mostCells, readGrid } from './axes.ts';
import { AxisField } from './axis-field.tsx';
import { GridTable } from './grid-table.tsx';
import { cancelGrid, downloadGrid, followGrid, makeGrid } from './make-grid.ts';
import styles from './grid.module.css';

export function GridView(): ReactNode {
  const parts = useStudio();
  const { studio, capabilities, changes, use } = parts;
  const prompt = use(({ knobs }) => knobs.prompt);
  const { axes, made } = use((state) => state.grid);
  const model = chosenModel(parts);
  useEffect(() => { void followGrid(parts); });
  if (model === undefined) return <p className={styles['quiet']}>{words.errors.noModel}</p>;
  const { grid, count, errors } = readGrid(axes, prompt);
  const settings = gridSettings(capabilities, model);
  const done = made?.jobs.filter(({ pictures }) => pictures.length > 0).length ?? 0;
  const running = made?.jobs.some(isRunning) ?? false;
  const change = (at: number, axis: AxisChoice): void => studio.setState((state) => ({ grid: { ...state.grid, axes: state.grid.axes.map((each, i) => (i === at ? axis : each)) } }));
  const attempt = (act: Promise<void>): void => { act.catch((error: unknown) => changes.notify(messageOf(error), 'error')); };
  return (
    <div className={styles['grid']}>
      <section className={`${styles['brief']} scroll`} aria-label={words.views.grid.label} tabIndex={-1}>
        <h1>{words.views.grid.label}</h1>
        <Field label={words.prompt.label} help={words.grid.promptHelp}>{({ input, help }) => <textarea id={input} aria-describedby={help} rows={3} className={styles['prompt']} placeholder={words.prompt.placeholder} value={prompt} onChange={({ target }) => changes.turn({ prompt: target.value })} />}</Field>
        {axes.map((axis, i) => <AxisField key={words.grid.axes[i]?.label} title={words.grid.axes[i]?.label ?? ''} help={words.grid.axes[i]?.help ?? ''} optional={i > 0} settings={settings} taken={axes.filter((_, other) => other !== i).map(({ setting }) => setting)} axis={axis} error={errors[i]} onChange={(next) => change(i, next)} />)}
        <Button look="primary" icon={<Sparkles size={16} />} disabled={grid === undefined || prompt.trim() === ''} onClick={() => attempt(makeGrid(parts))}>{words.grid.make(count)}</Button>
        {count > mostCells && <p role="alert" className={styles['failed']}>{words.grid.tooMany(count, mostCells)}</p>}
        {running && <Button icon={<X size={16} />} onClick={() => attempt(cancelGrid(parts))}>{words.grid.cancel}</Button>}
        <Button icon={<Download size={16} />} disabled={done === 0} onClick={() => { if (made !== undefined) attempt(downloadGrid(parts, made, fileName(made.prompt))); }}>{words.grid.download}</Button>
        <p role="status" className={styles['status']}>{made !== undefined && words.campaign.ready(done, made.jobs.length)}</p>
      </section>
      <div className={`${styles['tables']} scroll`} tabIndex={0} role="region" aria-label={words.grid.result}>
        {made === undefined ? <p className={styles['empty']}>{words.grid.empty}</p> : <GridTable made={made} />}
      </div>
    </div>
  );
}
