/** The command palette: every action by name, for those who do not want to look for it. */
import { useMemo, useState, type ReactNode } from 'react';
import { Dialog } from '../controls/dialog.tsx';
import { type Action, searchActions, shortcutText } from '../actions/action.ts';
import { words } from '../words/en.ts';
import styles from './shell.module.css';

export interface CommandPaletteProps<Context> {
  readonly actions: readonly Action<Context>[];
  readonly context: Context;
  readonly mac: boolean;
  readonly onClose: () => void;
}

export function CommandPalette<Context>({ actions, context, mac, onClose }: CommandPaletteProps<Context>): ReactNode {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const found = useMemo(() => searchActions(actions, query).filter(({ enabled }) => enabled?.(context) ?? true), [actions, query, context]);
  const chosen = Math.min(at, found.length - 1);
  const perform = (action: Action<Context> | undefined): void => {
    if (action === undefined) return;
    onClose();
    action.perform(context);
  };
  const move = (key: string): number | undefined => ({ ArrowDown: Math.min(chosen + 1, found.length - 1), ArrowUp: Math.max(chosen - 1, 0), Home: 0, End: found.length - 1 })[key];
  return (
    <Dialog title={words.palette.title} onClose={onClose}>
      <input className={styles['paletteInput']} role="combobox" aria-expanded aria-controls="palette-list" aria-activedescendant={`palette-${found[chosen]?.id}`} aria-label={words.palette.search} placeholder={words.palette.search} value={query}
        onChange={({ target }) => { setQuery(target.value); setAt(0); }}
        onKeyDown={(event) => {
          const next = move(event.key);
          if (next !== undefined) { event.preventDefault(); setAt(next); }
          if (event.key === 'Enter') perform(found[chosen]);
        }} />
      <ul id="palette-list" role="listbox" aria-label={words.palette.title} className={`${styles['paletteList']} scroll`}>
        {found.map((action, index) => (
          <li key={action.id} id={`palette-${action.id}`} role="option" aria-selected={index === chosen} onClick={() => perform(action)} onPointerMove={() => setAt(index)}>
            <span>{action.label}</span><small>{action.group}</small><kbd>{shortcutText(action, mac)}</kbd>
          </li>
        ))}
        {found.length === 0 && <li role="option" aria-selected={false} aria-disabled>{words.palette.nothing}</li>}
      </ul>
    </Dialog>
  );
}
