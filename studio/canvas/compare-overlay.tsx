/** Before and after: another picture over the frame, right of a line that can be dragged. */
import { useEffect, useState, type ReactNode } from 'react';
import { X } from 'lucide-react';
import { IconButton } from '../controls/button.tsx';
import { Picture } from '../controls/picture.tsx';
import type { Rectangle } from '../document/document.ts';
import { words } from '../words/en.ts';
import styles from './canvas.module.css';
import { boxOnScreen, type View } from './view.ts';

export interface CompareOverlayProps {
  readonly view: View;
  readonly frame: Rectangle;
  /** What is shown right of the line; the canvas is left of it. */
  readonly url: string;
  readonly label: string;
  readonly onClose: () => void;
}

const keyStep = 0.02;

export function CompareOverlay({ view, frame, url, label, onClose }: CompareOverlayProps): ReactNode {
  const [share, setShare] = useState(0.5);
  useEffect(() => setShare(0.5), [url]);
  const box = boxOnScreen(view, frame);
  const move = (by: number): void => setShare((now) => Math.min(1, Math.max(0, now + by)));
  return (
    <div className={styles['compare']} style={box}>
      <Picture src={url} alt={label} style={{ clipPath: `inset(0 0 0 ${100 * share}%)` }} />
      <span className={styles['before']}>{words.compare.now}</span>
      <span className={styles['after']}>{label}</span>
      <div role="slider" tabIndex={0} aria-label={words.compare.line} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(100 * share)} className={styles['divider']} style={{ left: `${100 * share}%` }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowLeft') move(-keyStep);
          else if (event.key === 'ArrowRight') move(keyStep);
          else if (event.key === 'Escape') onClose();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => { if (event.currentTarget.hasPointerCapture(event.pointerId)) move(event.movementX / box.width); }} />
      <IconButton label={words.compare.close} className={styles['closeCompare'] ?? ''} onClick={onClose}><X size={16} /></IconButton>
    </div>
  );
}
