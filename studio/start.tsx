/** Puts the studio on the page, over any engine. */
import { StrictMode, type RefObject } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import type { EditorStage } from './canvas/editor-stage.ts';
import { followAll, messageOf } from './create/run-verb.ts';
import { firstBrushRadius } from './document/sizes.ts';
import { ServiceGone } from './engine/connection.ts';
import type { Capabilities, StudioEngine } from './engine/engine.ts';
import { App } from './shell/app.tsx';
import { StudioContext, type StudioParts } from './shell/context.ts';
import shell from './shell/shell.module.css';
import { changesOf, createStudio, firstSaved } from './shell/studio-state.ts';
import { AssetStore } from './storage/assets.ts';
import { autosave, freshHistory, loadSaved, sweepAssets } from './storage/autosave.ts';
import { words } from './words/en.ts';
import './theme.css';

const savedTheme = (): 'dark' | 'light' => (localStorage.getItem('darkroom.theme') === 'light' ? 'light' : 'dark');

export async function startStudio(element: HTMLElement, engine: StudioEngine): Promise<void> {
  document.documentElement.dataset['theme'] = savedTheme();
  const root = createRoot(element);
  const capabilities = await firstAnswer(root, engine);
  const model = capabilities.models[0];
  const size = model?.size ?? { width: 256, height: 256 };
  const saved = await loadSaved();
  const studio = createStudio({ ...firstSaved, history: freshHistory(size.width, size.height), ...(model && { brush: { radius: firstBrushRadius(model), softness: 0.5 } }), ...saved, theme: savedTheme() });
  const changes = changesOf(studio);
  const stage: RefObject<EditorStage | undefined> = { current: undefined };
  const parts: StudioParts = { studio, changes, engine, capabilities, assets: new AssetStore(), stage };
  autosave(studio, () => changes.notify(words.errors.storage, 'error'));
  void keepAlone(parts);
  engine.onConnection((online) => {
    // What was said of it while it was away is no longer true.
    studio.setState(({ notice }) => ({ online, ...(online && { spoken: words.offline.back, notice: notice?.text === words.errors.gone ? undefined : notice }) }));
    if (online) void followAll(parts);
  });
  void followAll(parts);
  root.render(<StrictMode><StudioContext value={parts}><App /></StudioContext></StrictMode>);
}

/** Waits for the service as long as it takes, and says so. */
async function firstAnswer(root: Root, engine: StudioEngine): Promise<Capabilities> {
  for (;;) {
    try {
      return await engine.capabilities();
    } catch (error) {
      const text = error instanceof ServiceGone ? words.offline.start : messageOf(error);
      root.render(<main className={shell['offline']}><img src="./icon.svg" alt="" width={48} height={48} /><h1>Darkroom</h1><p role="alert">{text}</p></main>);
      if (!(error instanceof ServiceGone)) throw error;
      await engine.answering();
    }
  }
}

/** Two tabs keep one canvas: the second one says so, and leaves the stored pictures of the first alone. */
async function keepAlone({ studio, changes, assets }: StudioParts): Promise<void> {
  await navigator.locks.request('darkroom-studio', { ifAvailable: true }, async (lock) => {
    if (lock === null) {
      changes.notify(words.errors.otherTab);
      return;
    }
    await sweepAssets(assets, studio.getState().history).catch(() => {});
    // Held for as long as the page lives.
    await new Promise(() => {});
  });
}
