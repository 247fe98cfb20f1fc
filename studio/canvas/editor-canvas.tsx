/** The canvas as a component: hands state to the stage, and its commits back. What lies over the canvas is given by the view. */
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { firstFeather, frameGrid } from '../document/sizes.ts';
import { present } from '../document/history.ts';
import type { ModelChoice } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { CompareOverlay } from './compare-overlay.tsx';
import { EditorStage, type StageSettings } from './editor-stage.ts';
import type { View } from './view.ts';
import styles from './canvas.module.css';

export interface EditorCanvasProps {
  /** Decides how finely the frame is cut. */
  readonly model: ModelChoice | undefined;
  /** A picture of ours was dropped: the data that its drag began with. */
  readonly onDrop: (data: DataTransfer) => boolean;
  readonly children: (view: View) => ReactNode;
}

const noModel = { size: { width: 256, height: 256 }, sizeMultiple: 8 };

export function EditorCanvas({ model, onDrop, children }: EditorCanvasProps): ReactNode {
  const { studio, changes, assets, stage, use } = useStudio();
  const document = use(({ history }) => present(history));
  const tool = use((state) => state.tool);
  const brush = use((state) => state.brush);
  const dark = use(({ theme }) => theme === 'dark');
  const feather = use(({ knobs }) => knobs.feather) ?? firstFeather(model ?? noModel);
  const compare = use((state) => state.compare);
  const maskHidden = compare !== undefined;
  const [view, setView] = useState<View>({ zoom: 1, offset: { x: 0, y: 0 } });
  const element = useRef<HTMLDivElement>(null);
  const help = useId();
  const settings: StageSettings = { tool, brush, dark, grid: frameGrid(model ?? noModel), feather, maskHidden };
  const first = useRef(settings);

  useEffect(() => {
    const made = new EditorStage(element.current as HTMLDivElement, changes.document(), first.current, assets, { commit: changes.commit, onView: setView, onWork: () => changes.propose(undefined) });
    stage.current = made;
    return () => {
      stage.current = undefined;
      made.close();
    };
  }, [studio, changes, assets, stage]);
  useEffect(() => stage.current?.setDocument(document), [stage, document]);
  useEffect(() => stage.current?.setSettings(settings), [stage, tool, brush, dark, model, feather, maskHidden]);
  const { x, y, width, height } = document.frame;
  useEffect(() => stage.current?.fit(), [stage, x, y, width, height]);

  return (
    <div className={styles['canvas']} onDragOver={(event) => event.preventDefault()} onDrop={(event) => { if (onDrop(event.dataTransfer)) event.preventDefault(); }}>
      <div ref={element} className={styles['stage']} tabIndex={0} role="application" aria-describedby={help} data-zoom={view.zoom} data-left={view.offset.x} data-top={view.offset.y}
        aria-label={`${words.canvas.label}: ${document.layers.length === 1 ? 'one layer' : `${document.layers.length} layers`}, ${width} by ${height} pixels${document.mask.length > 0 ? ', with a mask' : ''}`} />
      <p id={help} hidden>{words.canvas.pointer}</p>
      {children(view)}
      {compare !== undefined && <CompareOverlay view={view} frame={document.frame} url={compare.url} label={compare.label} onClose={() => studio.setState({ compare: undefined })} />}
    </div>
  );
}
