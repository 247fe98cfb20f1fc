/** A button that opens a list of actions, each with its shortcut. */
import type { ReactNode } from 'react';
import { type Action, shortcutText } from '../actions/action.ts';
import { Popover } from './popover.tsx';
import styles from './controls.module.css';

export interface ActionMenuProps<Context> {
  readonly label: string;
  readonly icon: ReactNode;
  readonly actions: readonly Action<Context>[];
  readonly context: Context;
  readonly mac: boolean;
  readonly disabled?: boolean;
}

export function ActionMenu<Context>({ label, icon, actions, context, mac, disabled = false }: ActionMenuProps<Context>): ReactNode {
  return (
    <Popover place="below" align="end" button={(props) => <button {...props} type="button" disabled={disabled} className={`${styles['button']} ${styles['quiet']}`}>{icon}{label}</button>}>
      {(close) => (
        <ul className={styles['actions']}>
          {actions.map((action) => (
            <li key={action.id}>
              <button type="button" disabled={!(action.enabled?.(context) ?? true)} onClick={() => { close(); action.perform(context); }}>
                {action.label}<kbd aria-hidden>{shortcutText(action, mac)}</kbd>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}
