/** What was made, as a table: a sheet for each value of the third axis. */
import type { ReactNode } from 'react';
import type { Axis } from '../../src/recipe/grid.ts';
import { Picture } from '../controls/picture.tsx';
import { tilesOf } from '../create/apply-proposal.ts';
import { progressText } from '../create/job-progress.tsx';
import { placeFile } from '../create/put-picture.ts';
import { isRunning, messageOf } from '../create/run-verb.ts';
import type { Job } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import type { MadeGrid } from '../shell/studio-state.ts';
import { words } from '../words/en.ts';
import { cellsOf, readGrid } from './axes.ts';
import styles from './grid.module.css';

const none: Axis = { name: '', values: [{ label: '', change: (same) => same }] };
const said = ({ name }: Axis): string => (Object.hasOwn(words.grid.settings, name) ? words.grid.settings[name as keyof typeof words.grid.settings] : name);

export function GridTable({ made: { prompt, axes, jobs } }: { readonly made: MadeGrid }): ReactNode {
  const { grid } = readGrid(axes, prompt);
  if (grid === undefined) return null;
  const { x, y = none, z = none } = grid;
  const cells = cellsOf(grid);
  const jobAt = (column: number, row: number, sheet: number): Job | undefined => jobs[cells.findIndex((cell) => cell.x === column && cell.y === row && cell.z === sheet)];
  return (
    <>
      <h2 title={prompt}>{prompt}</h2>
      {z.values.map(({ label: sheet }, k) => (
        <table key={sheet}>
          {z !== none && <caption>{said(z)} {sheet}</caption>}
          <thead><tr>{y !== none && <td><small>{said(y)} ↓ &nbsp; {said(x)} →</small></td>}{x.values.map(({ label }) => <th key={label} scope="col">{y === none && <small>{said(x)} </small>}{label}</th>)}</tr></thead>
          <tbody>
            {y.values.map(({ label: row }, j) => (
              <tr key={row}>
                {y !== none && <th scope="row">{row}</th>}
                {x.values.map(({ label }, i) => <td key={label}><CellPicture job={jobAt(i, j, k)} label={[label, row, sheet].filter((part) => part !== '').join(', ')} /></td>)}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </>
  );
}

/** A press puts it on the canvas. */
function CellPicture({ job, label }: { readonly job: Job | undefined; readonly label: string }): ReactNode {
  const parts = useStudio();
  const { studio, engine, changes } = parts;
  const url = job && tilesOf(job)[0];
  const picture = job?.pictures[0];
  const place = async (): Promise<void> => {
    if (job === undefined || picture === undefined) return;
    await placeFile(parts, await engine.file(picture), job.prompt, job.prompt);
    studio.setState({ view: 'create' });
  };
  const state = job === undefined ? words.grid.waiting : isRunning(job) ? progressText(job) : job.state === 'failed' ? job.error ?? words.proposals.failed : words.proposals.cancelled;
  return (
    <button type="button" className={styles['cell']} disabled={picture === undefined} title={picture === undefined ? state : `${words.proposals.pick}: ${label}`} aria-label={`${words.proposals.pick}: ${label}`} data-state={job?.state ?? 'queued'} onClick={() => { place().catch((error: unknown) => changes.notify(messageOf(error), 'error')); }}>
      {url === undefined ? <span>{state}</span> : <Picture src={url} alt="" />}
    </button>
  );
}
