/** The studio as a whole: rail, the view that is open, the palette, the notice; keys and dropped files go where they belong. */
import { useEffect, type ReactNode } from 'react';
import { Command, Moon, Sun, X } from 'lucide-react';
import { actions } from '../actions/studio-actions.ts';
import { actionForPress } from '../actions/action.ts';
import { IconButton } from '../controls/button.tsx';
import { words } from '../words/en.ts';
import { CommandPalette } from './command-palette.tsx';
import { useStudio } from './context.ts';
import { isMac } from './platform.ts';
import { Rail, type ViewName } from './rail.tsx';
import { useDroppedFiles } from './dropped-files.tsx';
import { views } from './views.ts';
import styles from './shell.module.css';

const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || /^(textarea|select)$/i.test(target.tagName) || (target instanceof HTMLInputElement && target.type !== 'range'));

export function App(): ReactNode {
  const parts = useStudio();
  const { studio, use } = parts;
  const view = use((state) => state.view);
  const theme = use((state) => state.theme);
  const palette = use((state) => state.palette);
  const busy = use(({ jobs }) => jobs.filter(({ state }) => state === 'queued' || state === 'generating').length);
  const dropZone = useDroppedFiles(parts);

  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    localStorage.setItem('darkroom.theme', theme);
  }, [theme]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (document.querySelector('dialog[open]')) return;
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
        <IconButton label={words.palette.title} shortcut={isMac ? '⌘K' : 'Ctrl+K'} onClick={() => studio.setState({ palette: true })}><Command size={18} /></IconButton>
        <IconButton label={words.theme.toggle} onClick={() => studio.setState({ theme: theme === 'dark' ? 'light' : 'dark' })}>{theme === 'dark' ? <Sun size={18} /> : <Moon size={18} />}</IconButton>
      </Rail>
      <main className={styles['main']}><View /></main>
      {dropZone}
      {palette && <CommandPalette actions={actions} context={parts} mac={isMac} onClose={() => studio.setState({ palette: false })} />}
      <Notice />
    </div>
  );
}

function Notice(): ReactNode {
  const { studio, use } = useStudio();
  const notice = use((state) => state.notice);
  return (
    <div role={notice?.kind === 'error' ? 'alert' : 'status'} className={styles['noticePlace']}>
      {notice !== undefined && (
        <div className={`${styles['notice']} ${notice.kind === 'error' ? styles['noticeError'] : ''}`}>
          <span>{notice.text}</span>
          <IconButton label="Close" onClick={() => studio.setState({ notice: undefined })}><X size={16} /></IconButton>
        </div>
      )}
    </div>
  );
}
