/** A pill that opens a few choices above or below it: one of them, or none. */
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { ChevronDown } from 'lucide-react';
import { Chips, type ChipsProps } from './chips.tsx';
import styles from './controls.module.css';

export interface ChoiceMenuProps extends ChipsProps {
  /** One sentence above the choices. */
  readonly help?: string;
}

/** The pill shows what is chosen; Escape, a choice and a press elsewhere close the menu. */
export function ChoiceMenu({ help, ...chips }: ChoiceMenuProps): ReactNode {
  const { label, choices, value, onChange } = chips;
  const [open, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return undefined;
    const close = (event: Event): void => { if (!element.current?.contains(event.target as Node)) setOpen(false); };
    addEventListener('pointerdown', close);
    return () => removeEventListener('pointerdown', close);
  }, [open]);
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <div ref={element} className={styles['menu']} onKeyDown={(event) => { if (event.key === 'Escape' && open) { event.stopPropagation(); setOpen(false); } }}>
      <button type="button" className={styles['pill']} aria-expanded={open} aria-controls={id} aria-label={chosen ? `${label}: ${chosen.label}` : label} data-chosen={chosen !== undefined} onClick={() => setOpen(!open)}>
        {chosen?.label ?? label}<ChevronDown size={14} aria-hidden />
      </button>
      {open && (
        <div id={id} className={styles['menuBody']}>
          {help !== undefined && <p>{help}</p>}
          <Chips {...chips} onChange={(next) => { onChange(next); setOpen(false); }} />
        </div>
      )}
    </div>
  );
}
