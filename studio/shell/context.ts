/** What every component can reach: the state, its changes, the engine, the stored pictures. */
import { createContext, useContext, type RefObject } from 'react';
import { useStore } from 'zustand';
import type { EditorStage } from '../canvas/editor-stage.ts';
import type { StudioEngine } from '../engine/engine.ts';
import type { AssetStore } from '../storage/assets.ts';
import type { Capabilities } from '../engine/engine.ts';
import type { Changes, Studio, StudioState } from './studio-state.ts';

export interface StudioParts {
  readonly studio: Studio;
  readonly changes: Changes;
  readonly engine: StudioEngine;
  readonly capabilities: Capabilities;
  readonly assets: AssetStore;
  /** The canvas, while it is in sight. */
  readonly stage: RefObject<EditorStage | undefined>;
}

export const StudioContext = createContext<StudioParts | undefined>(undefined);

export interface UseStudio extends StudioParts {
  /** Reads the state, and draws the component again when what it read changes. */
  readonly use: <Part>(read: (state: StudioState) => Part) => Part;
}

export function useStudio(): UseStudio {
  const parts = useContext(StudioContext);
  if (parts === undefined) throw new Error('this component must stand within the studio');
  return { ...parts, use: (read) => useStore(parts.studio, read) };
}
