/** Files dropped or pasted anywhere: asks what to do with them, and does it. */
import { useEffect, useState, type ReactNode } from 'react';
import { ImagePlus, NotebookText, Shuffle } from 'lucide-react';
import { placeFile } from '../create/put-picture.ts';
import { messageOf } from '../create/run-verb.ts';
import { turnFromRecipe } from '../create/recipe-knobs.ts';
import type { StudioParts } from './context.ts';
import styles from './shell.module.css';

interface Choice {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly icon: ReactNode;
  readonly perform: (parts: StudioParts, file: File) => Promise<void>;
}

const choices: readonly Choice[] = [
  { id: 'edit', label: 'Edit it', help: 'Puts it on the canvas', icon: <ImagePlus />, perform: (parts, file) => placeFile(parts, file, file.name) },
  {
    id: 'vary', label: 'Make variations', help: 'Puts it on the canvas, ready to vary', icon: <Shuffle />,
    perform: async (parts, file) => {
      await placeFile(parts, file, file.name);
      parts.studio.setState({ wished: 'vary' });
    },
  },
  {
    id: 'recipe', label: 'Read its recipe', help: 'Sets prompt and knobs as they were when it was made', icon: <NotebookText />,
    perform: async (parts, file) => {
      const recipe = await parts.engine.readRecipe(file);
      if (recipe === undefined) parts.changes.notify(`${file.name} does not say how it was made.`, 'error');
      else turnFromRecipe(parts, recipe);
    },
  },
];

/** The kind of data that a picture dragged out of the gallery carries: JSON with `url` and `name`. */
export const DRAGGED_PICTURE = 'application/x-darkroom-picture';

/** A file from the desktop, or a picture of our own that is fetched. */
function pictureIn(data: DataTransfer | null): Promise<File> | undefined {
  const file = [...(data?.files ?? [])].find(({ type }) => type.startsWith('image/'));
  if (file !== undefined) return Promise.resolve(file);
  const own = data?.getData(DRAGGED_PICTURE);
  if (!own) return undefined;
  const { url, name } = JSON.parse(own) as { readonly url: string; readonly name: string };
  return fetch(url).then(async (response) => new File([await response.blob()], name, { type: 'image/png' }));
}

/** @returns the zones, while a file is over the window */
export function useDroppedFiles(parts: StudioParts): ReactNode {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const carries = (event: DragEvent): boolean => event.dataTransfer?.types.some((type) => type === 'Files' || type === DRAGGED_PICTURE) ?? false;
    const onOver = (event: DragEvent): void => {
      if (!carries(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => { if (event.relatedTarget === null) setOver(false); };
    const onDrop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
    };
    const onPaste = (event: ClipboardEvent): void => {
      const file = pictureIn(event.clipboardData);
      if (file !== undefined) perform(parts, choices[0] as Choice, file);
    };
    addEventListener('dragover', onOver);
    addEventListener('dragleave', onLeave);
    addEventListener('drop', onDrop);
    addEventListener('paste', onPaste);
    return () => {
      removeEventListener('dragover', onOver);
      removeEventListener('dragleave', onLeave);
      removeEventListener('drop', onDrop);
      removeEventListener('paste', onPaste);
    };
  }, [parts]);
  if (!over) return null;
  return (
    <div className={styles['dropZones']}>
      {choices.map((choice) => (
        <div key={choice.id} className={styles['dropZone']} data-drop={choice.id} onDrop={(event) => { const file = pictureIn(event.dataTransfer); if (file !== undefined) perform(parts, choice, file); }}>
          {choice.icon}<b>{choice.label}</b><span>{choice.help}</span>
        </div>
      ))}
    </div>
  );
}

function perform(parts: StudioParts, choice: Choice, file: Promise<File>): void {
  parts.studio.setState({ view: 'create' });
  file.then((picture) => choice.perform(parts, picture)).catch((error: unknown) => parts.changes.notify(messageOf(error), 'error'));
}
