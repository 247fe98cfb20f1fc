/** At the canvas's upper right: bring a picture in, take one out. */
import { useRef, type ReactNode } from 'react';
import { Download, ImagePlus } from 'lucide-react';
import { actions } from '../actions/studio-actions.ts';
import { ActionMenu } from '../controls/action-menu.tsx';
import { IconButton } from '../controls/button.tsx';
import { present } from '../document/history.ts';
import { useStudio } from '../shell/context.ts';
import { isMac } from '../shell/platform.ts';
import { words } from '../words/en.ts';
import { placeFile } from './put-picture.ts';
import { messageOf } from './run-verb.ts';
import styles from './create.module.css';

export function CanvasActions(): ReactNode {
  const parts = useStudio();
  const { changes, use } = parts;
  const empty = use(({ history }) => present(history).layers.length === 0);
  const file = useRef<HTMLInputElement>(null);
  const open = (chosen: File | undefined): void => {
    if (chosen !== undefined) placeFile(parts, chosen, chosen.name).catch((error: unknown) => changes.notify(messageOf(error), 'error'));
  };
  return (
    <div className={styles['canvasActions']}>
      <input ref={file} id="open-picture" type="file" accept="image/*" hidden aria-label={words.canvas.add} onChange={({ target }) => { open(target.files?.[0]); target.value = ''; }} />
      <IconButton label={words.canvas.add} shortcut="O" onClick={() => file.current?.click()}><ImagePlus size={18} /></IconButton>
      <ActionMenu label={words.canvas.export} icon={<Download size={16} aria-hidden />} actions={actions.filter(({ group }) => group === 'Export')} context={parts} mac={isMac} disabled={empty} />
    </div>
  );
}
