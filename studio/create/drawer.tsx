/** Everything else: one drawer, with the knobs or with the layers in it. */
import type { ReactNode } from 'react';
import { X } from 'lucide-react';
import { IconButton } from '../controls/button.tsx';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { LayersPanel } from './layers-panel.tsx';
import { EditKnobs, ModelKnobs } from './settings-knobs.tsx';
import styles from './create.module.css';

const titles = { settings: words.prompt.more, layers: words.layers.title } as const;

export function Drawer(): ReactNode {
  const { studio, use } = useStudio();
  const drawer = use((state) => state.drawer);
  if (drawer === undefined) return null;
  return (
    <aside className={`${styles['drawer']} scroll`} aria-label={titles[drawer]} tabIndex={-1}>
      <header><h2>{titles[drawer]}</h2><IconButton label={`${words.prompt.close} ${titles[drawer].toLowerCase()}`} onClick={() => studio.setState({ drawer: undefined })}><X size={16} /></IconButton></header>
      {drawer === 'settings' ? <><ModelKnobs /><EditKnobs /></> : <LayersPanel />}
    </aside>
  );
}
