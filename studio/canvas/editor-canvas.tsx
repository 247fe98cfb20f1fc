/** The canvas as a component: hands state to the stage, and its commits back. */
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { present } from '../document/history.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { CompareOverlay } from './compare-overlay.tsx';
import { EditorStage } from './editor-stage.ts';
import type { View } from './view.ts';
import styles from './canvas.module.css';

export function EditorCanvas(): ReactNode {
  const { studio, changes, assets, stage, use } = useStudio();
  const document = use(({ history }) => present(history));
  const tool = use((state) => state.tool);
  const brush = use((state) => state.brush);
  const dark = use(({ theme }) => theme === 'dark');
  const compare = use((state) => state.compare);
  const [view, setView] = useState<View>({ zoom: 1, offset: { x: 0, y: 0 } });
  const element = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const { history, tool, brush, theme } = studio.getState();
    const made = new EditorStage(element.current as HTMLDivElement, present(history), { tool, brush, dark: theme === 'dark' }, assets, { commit: changes.commit, onView: setView });
    stage.current = made;
    return () => {
      stage.current = undefined;
      made.close();
    };
  }, [studio, changes, assets, stage]);
  useEffect(() => stage.current?.setDocument(document), [stage, document]);
  useEffect(() => stage.current?.setSettings({ tool, brush, dark }), [stage, tool, brush, dark]);
  const { width, height } = document.frame;
  useEffect(() => stage.current?.fit(), [stage, width, height]);

  const empty = document.layers.length === 0;
  return (
    <div className={styles['canvas']}>
      <div ref={element} className={styles['stage']} role="img" aria-label={`${words.canvas.label}: ${document.layers.length} layers, ${width} by ${height} pixels`} />
      {compare !== undefined && <CompareOverlay view={view} frame={document.frame} url={compare.url} label={compare.label} onClose={() => studio.setState({ compare: undefined })} />}
      {empty && <p className={styles['empty']}>{words.canvas.empty}</p>}
    </div>
  );
}
