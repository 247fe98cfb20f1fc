/** Puts the studio on the page, over any engine. */
import { StrictMode, type RefObject } from 'react';
import { createRoot } from 'react-dom/client';
import type { EditorStage } from './canvas/editor-stage.ts';
import { followAll } from './create/run-verb.ts';
import { Button } from './controls/button.tsx';
import type { Capabilities, StudioEngine } from './engine/engine.ts';
import { App } from './shell/app.tsx';
import { StudioContext, type StudioParts } from './shell/context.ts';
import shell from './shell/shell.module.css';
import { changesOf, createStudio } from './shell/studio-state.ts';
import { AssetStore } from './storage/assets.ts';
import { autosave, freshHistory, loadSaved, sweepAssets } from './storage/autosave.ts';
import { words } from './words/en.ts';
import './theme.css';

const savedTheme = (): 'dark' | 'light' => (localStorage.getItem('darkroom.theme') === 'light' ? 'light' : 'dark');

export async function startStudio(element: HTMLElement, engine: StudioEngine): Promise<void> {
  document.documentElement.dataset['theme'] = savedTheme();
  const root = createRoot(element);
  let capabilities: Capabilities;
  try {
    capabilities = await engine.capabilities();
  } catch {
    root.render(<div className={shell['offline']}><p>{words.offline}</p><Button onClick={() => location.reload()}>Try again</Button></div>);
    return;
  }
  const size = capabilities.models[0]?.size ?? { width: 256, height: 256 };
  const saved = await loadSaved();
  const studio = createStudio({ history: freshHistory(size.width, size.height), ...saved, theme: savedTheme() });
  const changes = changesOf(studio);
  const assets = new AssetStore();
  const stage: RefObject<EditorStage | undefined> = { current: undefined };
  const parts: StudioParts = { studio, changes, engine, capabilities, assets, stage };
  autosave(studio, () => changes.notify('This browser cannot keep your work: its storage is full or switched off.', 'error'));
  void sweepAssets(assets, studio.getState().history).catch(() => {});
  followAll(parts, studio.getState().jobs);
  root.render(<StrictMode><StudioContext value={parts}><App /></StudioContext></StrictMode>);
}
