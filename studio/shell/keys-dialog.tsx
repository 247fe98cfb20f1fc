/** Every shortcut on one sheet, made from the table of actions. */
import type { ReactNode } from 'react';
import { actions } from '../actions/studio-actions.ts';
import { keyNames, shortcutText } from '../actions/action.ts';
import { Dialog } from '../controls/dialog.tsx';
import { words } from '../words/en.ts';
import styles from './shell.module.css';

export interface KeysDialogProps {
  readonly mac: boolean;
  readonly onClose: () => void;
}

const groups = [...new Set(actions.filter(({ keys }) => keys !== undefined).map(({ group }) => group))];

export function KeysDialog({ mac, onClose }: KeysDialogProps): ReactNode {
  return (
    <Dialog wide title={words.keys.title} onClose={onClose}>
      <div className={styles['keys']}>
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>{actions.filter((action) => action.group === group && action.keys !== undefined).map((action) => <div key={action.id}><dt>{action.label}</dt><dd>{(action.keys ?? []).map((key) => <kbd key={key}>{keyNames(shortcutText({ keys: [key] }, mac) ?? '')}</kbd>)}</dd></div>)}</dl>
          </section>
        ))}
        <section><h3>{words.keys.pointer}</h3><p>{words.keys.pointerHelp}</p></section>
      </div>
    </Dialog>
  );
}
