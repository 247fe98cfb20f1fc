/** A pill that opens a few choices above or below it: one of them, or none. */
import type { ReactNode } from 'react';
import { ChevronDown } from 'lucide-react';
import { Chips, type ChipsProps } from './chips.tsx';
import { Popover, type PopoverProps } from './popover.tsx';
import styles from './controls.module.css';

export interface ChoiceMenuProps extends ChipsProps, Pick<PopoverProps, 'place' | 'align'> {
  /** One sentence above the choices. */
  readonly help?: string;
  /** What the pill says when nothing of the choices is chosen. Default: the label. */
  readonly shown?: string;
}

/** The pill shows what is chosen. */
export function ChoiceMenu({ help, shown, place = 'above', align = 'start', ...chips }: ChoiceMenuProps): ReactNode {
  const { label, choices, value, onChange } = chips;
  const chosen = choices.find((choice) => choice.value === value);
  const said = chosen?.label ?? shown;
  return (
    <Popover place={place} align={align} button={(props) => (
      <button {...props} type="button" className={styles['pill']} aria-label={said === undefined ? label : `${label}: ${said}`} data-chosen={chosen !== undefined}>
        {chosen?.picture !== undefined && <img src={chosen.picture} alt="" width={20} height={20} />}
        {said ?? label}<ChevronDown size={14} aria-hidden />
      </button>
    )}>
      {(close) => (
        <>
          {help !== undefined && <p>{help}</p>}
          <Chips {...chips} onChange={(next) => { onChange(next); close(); }} />
        </>
      )}
    </Popover>
  );
}
