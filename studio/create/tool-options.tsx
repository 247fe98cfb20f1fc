/** Beside the tools: what the tool in hand can be told. */
import type { ReactNode } from 'react';
import { Contrast, Eraser, SquareDashed } from 'lucide-react';
import { actions } from '../actions/studio-actions.ts';
import { Button } from '../controls/button.tsx';
import controls from '../controls/controls.module.css';
import { present } from '../document/history.ts';
import { useStudio } from '../shell/context.ts';
import type { ToolName } from '../tools/index.ts';
import { words } from '../words/en.ts';
import styles from './create.module.css';

const masking: ReadonlySet<ToolName> = new Set(['brush', 'eraser', 'lasso', 'rectangle']);
const painting: ReadonlySet<ToolName> = new Set(['brush', 'eraser']);
const maskActions = [['mask.all', words.mask.all, SquareDashed], ['mask.invert', words.mask.invert, Contrast], ['mask.clear', words.mask.clear, Eraser]] as const;

export function ToolOptions(): ReactNode {
  const parts = useStudio();
  const { studio, use } = parts;
  const tool = use((state) => state.tool);
  const brush = use((state) => state.brush);
  const document = use(({ history }) => present(history));
  const largest = Math.max(8, Math.max(document.frame.width, document.frame.height));
  if (tool === 'frame') return <div className={styles['options']} role="status">{document.frame.width} × {document.frame.height} px</div>;
  if (!masking.has(tool) && document.mask.length === 0) return null;
  const slider = (label: string, value: number, most: number, step: number, change: (value: number) => void): ReactNode => (
    <label className={styles['option']}>{label}<input type="range" min={step} max={most} step={step} value={value} className={controls['slider']} style={{ '--share': `${(100 * (value - step)) / (most - step)}%` } as React.CSSProperties} onChange={({ target }) => change(target.valueAsNumber)} /></label>
  );
  return (
    <div className={styles['options']} role="group" aria-label={words.mask.options}>
      {painting.has(tool) && slider(words.knobs.brush.label, Math.round(2 * brush.radius), largest, 1, (size) => studio.setState({ brush: { ...brush, radius: size / 2 } }))}
      {painting.has(tool) && slider(words.knobs.softness.label, brush.softness, 1, 0.05, (softness) => studio.setState({ brush: { ...brush, softness } }))}
      {maskActions.map(([id, label, Icon]) => {
        const action = actions.find((each) => each.id === id);
        return action !== undefined && <Button key={id} look="plain" icon={<Icon size={14} aria-hidden />} title={action.label} disabled={!(action.enabled?.(parts) ?? true)} onClick={() => action.perform(parts)}>{label}</Button>;
      })}
    </div>
  );
}
