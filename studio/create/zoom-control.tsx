/** How large the document is shown, and the ways to change that. */
import type { ReactNode } from 'react';
import { Minus, Plus } from 'lucide-react';
import { IconButton } from '../controls/button.tsx';
import { ChoiceMenu } from '../controls/choice-menu.tsx';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import styles from './create.module.css';

const presets = [0.25, 0.5, 1, 2, 4, 8, 16] as const;
const fit = 'fit';
const percent = (zoom: number): string => `${Math.round(100 * zoom)} %`;

export function ZoomControl({ zoom }: { readonly zoom: number }): ReactNode {
  const { stage } = useStudio();
  return (
    <div className={styles['zoom']} role="group" aria-label={words.canvas.zoom}>
      <IconButton label="Zoom out" shortcut="-" onClick={() => stage.current?.zoomBy(0.8)}><Minus size={16} /></IconButton>
      <ChoiceMenu label={words.canvas.zoom} shown={percent(zoom)} value={undefined} choices={[{ value: fit, label: words.canvas.fit }, ...presets.map((each) => ({ value: String(each), label: percent(each) }))]}
        onChange={(value) => { if (value === fit) stage.current?.fit(); else if (value !== undefined) stage.current?.zoomTo(Number(value)); }} />
      <IconButton label="Zoom in" shortcut="+" onClick={() => stage.current?.zoomBy(1.25)}><Plus size={16} /></IconButton>
    </div>
  );
}
