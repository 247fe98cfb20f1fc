/** The studio as a whole: rail, the view that is open, the palette, the notice; keys and dropped files go where they belong. */
import { useEffect, type ReactNode } from 'react';
import { Command, Keyboard, Moon, Sun } from 'lucide-react';
import { actions } from '../actions/studio-actions.ts';
import { actionForPress } from '../actions/action.ts';
import { IconButton } from '../controls/button.tsx';
import { isRunning } from '../create/run-verb.ts';
import { words } from '../words/en.ts';
import { CommandPalette } from './command-palette.tsx';
import { useStudio } from './context.ts';
import { KeysDialog } from './keys-dialog.tsx';
import { Alerts, Notes } from './messages.tsx';
import { isMac } from './platform.ts';
import { Rail, type ViewName } from './rail.tsx';
import { useDroppedFiles } from './dropped-files.tsx';
import type { StudioState } from './studio-state.ts';
import { views } from './views.ts';
import styles from './shell.module.css';

const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || /^(textarea|select)$/i.test(target.tagName) || (target instanceof HTMLInputElement && !/^(range|checkbox)$/.test(target.type)));
/** Sliders and the like have arrows of their own. */
const hasArrows = (target: EventTarget | null): boolean => target instanceof HTMLInputElement || (target instanceof HTMLElement && target.getAttribute('role') === 'slider');

/** What the tab says: how far the running job is. */
function titleOf({ jobs, view }: Pick<StudioState, 'jobs' | 'view'>): string {
  const running = jobs.find(({ state }) => state === 'generating');
  const place = view === 'create' ? 'Darkroom' : `${words.views[view].label} · Darkroom`;
  return running === undefined ? place : `${Math.round(100 * running.progress)} % · ${place}`;
}

export function App(): ReactNode {
  const parts = useStudio();
  const { studio, use } = parts;
  const view = use((state) => state.view);
  const theme = use((state) => state.theme);
  const dialog = use((state) => state.dialog);
  const title = use(titleOf);
  const busy = use(({ jobs }) => jobs.filter(isRunning).length);
  const dropZone = useDroppedFiles(parts);
  const close = (): void => studio.setState({ dialog: undefined });

  useEffect(() => { document.title = title; }, [title]);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    localStorage.setItem('darkroom.theme', theme);
  }, [theme]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (document.querySelector('dialog[open]') || (event.key.startsWith('Arrow') && hasArrows(event.target))) return;
      const action = actionForPress(actions, event, parts, isTyping(event.target));
      if (action === undefined) return;
      event.preventDefault();
      action.perform(parts);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });

  const View = views[view] ?? views.create;
  return (
    <div className={styles['shell']}>
      <Rail views={Object.keys(views) as ViewName[]} view={view} badges={{ queue: busy }} onView={(name) => studio.setState({ view: name })}>
        <IconButton label={words.palette.title} shortcut={isMac ? '⌘K' : 'Ctrl+K'} onClick={() => studio.setState({ dialog: 'palette' })}><Command size={18} /></IconButton>
        <IconButton label={words.keys.title} shortcut="?" onClick={() => studio.setState({ dialog: 'keys' })}><Keyboard size={18} /></IconButton>
        <IconButton label={words.theme.toggle} shortcut="T" onClick={() => studio.setState({ theme: theme === 'dark' ? 'light' : 'dark' })}>{theme === 'dark' ? <Sun size={18} /> : <Moon size={18} />}</IconButton>
      </Rail>
      <div className={styles['room']}>
        <Alerts />
        <main className={styles['main']}><View /></main>
      </div>
      {dropZone}
      {dialog === 'palette' && <CommandPalette actions={actions} context={parts} mac={isMac} onClose={close} />}
      {dialog === 'keys' && <KeysDialog mac={isMac} onClose={close} />}
      <Notes />
    </div>
  );
}
