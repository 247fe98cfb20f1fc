/** A button that opens something small beside it: Escape, a press elsewhere and a choice close it again. */
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import styles from './controls.module.css';

export interface PopoverProps {
  /** The button. Spread what it is given on a `<button>`. */
  readonly button: (props: { readonly 'aria-expanded': boolean; readonly 'aria-controls': string; readonly onClick: () => void }) => ReactNode;
  /** Where it opens. Default 'above'. */
  readonly place?: 'above' | 'below';
  /** Which edge it shares with the button. Default 'start'. */
  readonly align?: 'start' | 'end';
  readonly children: (close: () => void) => ReactNode;
}

export function Popover({ button, place = 'above', align = 'start', children }: PopoverProps): ReactNode {
  const [open, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return undefined;
    const leave = (event: Event): void => { if (!element.current?.contains(event.target as Node)) setOpen(false); };
    addEventListener('pointerdown', leave);
    addEventListener('focusin', leave);
    return () => {
      removeEventListener('pointerdown', leave);
      removeEventListener('focusin', leave);
    };
  }, [open]);
  /** Focus goes back to where it came from, unless it has gone elsewhere already. */
  const close = (): void => {
    setOpen(false);
    element.current?.querySelector('button')?.focus();
  };
  return (
    <div ref={element} className={styles['menu']} onKeyDown={(event) => { if (event.key === 'Escape' && open) { event.stopPropagation(); close(); } }}>
      {button({ 'aria-expanded': open, 'aria-controls': id, onClick: () => setOpen(!open) })}
      {open && <div id={id} className={styles['menuBody']} data-place={place} data-align={align}>{children(close)}</div>}
    </div>
  );
}
