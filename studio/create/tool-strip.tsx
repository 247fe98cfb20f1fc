/** The tools beside the canvas, undo and redo below them. */
import type { ReactNode } from 'react';
import { BoxSelect, Brush, Eraser, Frame, Hand, Lasso, Maximize, Move, Redo2, Undo2, type LucideIcon } from 'lucide-react';
import { actions } from '../actions/studio-actions.ts';
import { shortcutText } from '../actions/action.ts';
import { IconButton } from '../controls/button.tsx';
import { canRedo, canUndo, redoName, undoName } from '../document/history.ts';
import { isMac } from '../shell/platform.ts';
import { useStudio } from '../shell/context.ts';
import { type ToolName, tools } from '../tools/index.ts';
import { words } from '../words/en.ts';
import styles from './create.module.css';

const icons: Readonly<Record<ToolName, LucideIcon>> = { hand: Hand, move: Move, brush: Brush, eraser: Eraser, lasso: Lasso, rectangle: BoxSelect, frame: Frame };

const keysOf = (id: string): string | undefined => {
  const action = actions.find((each) => each.id === id);
  return action && shortcutText(action as never, isMac);
};

export function ToolStrip(): ReactNode {
  const { studio, changes, stage, use } = useStudio();
  const tool = use((state) => state.tool);
  const history = use((state) => state.history);
  return (
    <div className={styles['toolStrip']} role="toolbar" aria-label="Tools" aria-orientation="vertical">
      {(Object.keys(tools) as ToolName[]).map((name) => {
        const Icon = icons[name];
        return <IconButton key={name} label={words.tools[name]} shortcut={keysOf(`tool.${name}`)} active={name === tool} onClick={() => studio.setState({ tool: name })}><Icon size={18} /></IconButton>;
      })}
      <hr />
      <IconButton label={`Undo ${undoName(history) ?? ''}`.trim()} shortcut={keysOf('undo')} disabled={!canUndo(history)} onClick={changes.undo}><Undo2 size={18} /></IconButton>
      <IconButton label={`Redo ${redoName(history) ?? ''}`.trim()} shortcut={keysOf('redo')} disabled={!canRedo(history)} onClick={changes.redo}><Redo2 size={18} /></IconButton>
      <IconButton label="Fit the frame into the window" shortcut={keysOf('fit')} onClick={() => stage.current?.fit()}><Maximize size={18} /></IconButton>
    </div>
  );
}
