/** The first screen: canvas, tools, prompt, and what was made. */
import type { ReactNode } from 'react';
import { EditorCanvas } from '../canvas/editor-canvas.tsx';
import { PromptDock } from './prompt-dock.tsx';
import { Proposals } from './proposals.tsx';
import { SettingsDrawer } from './settings-drawer.tsx';
import { ToolStrip } from './tool-strip.tsx';
import styles from './create.module.css';

export function CreateView(): ReactNode {
  return (
    <div className={styles['create']}>
      <ToolStrip />
      <div className={styles['middle']}>
        <EditorCanvas />
        <PromptDock />
      </div>
      <Proposals />
      <SettingsDrawer />
    </div>
  );
}
