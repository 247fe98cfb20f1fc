/** The first screen: canvas, tools, prompt, and what was made. */
import type { ReactNode } from 'react';
import { EditorCanvas } from '../canvas/editor-canvas.tsx';
import { activeLayer } from '../document/document.ts';
import { present } from '../document/history.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { applyIndex, DRAGGED_PROPOSAL, type DraggedProposal } from './apply-proposal.ts';
import { CanvasActions } from './canvas-actions.tsx';
import { ChoiceGrid } from './choice-grid.tsx';
import { Drawer } from './drawer.tsx';
import { PromptDock } from './prompt-dock.tsx';
import { ProposalBar, ProposalOverlay } from './proposal-overlay.tsx';
import { chosenModel } from './run-verb.ts';
import { ToolOptions } from './tool-options.tsx';
import { ToolStrip } from './tool-strip.tsx';
import { Versions } from './versions.tsx';
import { ZoomControl } from './zoom-control.tsx';
import styles from './create.module.css';

export function CreateView(): ReactNode {
  const parts = useStudio();
  const { use } = parts;
  const empty = use(({ history }) => activeLayer(present(history)) === undefined);
  const jobs = use((state) => state.jobs);
  const proposal = use((state) => state.proposal);
  const compare = use((state) => state.compare);
  const job = jobs.find(({ id }) => id === proposal?.job);
  const drop = (data: DataTransfer): boolean => {
    const dragged = data.getData(DRAGGED_PROPOSAL);
    if (dragged === '') return false;
    const { job: id, index } = JSON.parse(dragged) as DraggedProposal;
    applyIndex(parts, id, index);
    return true;
  };
  return (
    <div className={styles['create']}>
      <ToolStrip />
      <div className={styles['middle']}>
        <EditorCanvas model={chosenModel(parts)} onDrop={drop}>
          {(view) => (
            <>
              {!empty && job !== undefined && compare === undefined && <ProposalOverlay view={view} job={job} index={proposal?.index ?? 0} />}
              {empty && (job === undefined ? <p className={styles['empty']}>{words.canvas.empty}</p> : <ChoiceGrid job={job} />)}
              <ToolOptions />
              <CanvasActions />
              {(!empty || job === undefined) && <ZoomControl zoom={view.zoom} />}
              {!empty && job !== undefined && <ProposalBar job={job} index={proposal?.index ?? 0} />}
            </>
          )}
        </EditorCanvas>
        <PromptDock />
      </div>
      <Versions />
      <Drawer />
    </div>
  );
}
