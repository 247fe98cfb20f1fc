/** One picture of the gallery, large, with everything that made it. */
import type { ReactNode } from 'react';
import { Download, Heart, HeartOff, ImagePlus, NotebookText, Trash2, Undo2 } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { saveFile } from '../create/export-frame.ts';
import { placeFile } from '../create/put-picture.ts';
import { turnFromRecipe } from '../create/recipe-knobs.ts';
import { messageOf } from '../create/run-verb.ts';
import type { GalleryPicture } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import styles from './gallery.module.css';

export interface PictureDialogProps {
  readonly picture: GalleryPicture;
  readonly trashed: boolean;
  readonly onClose: () => void;
  readonly onFavourite: (favourite: boolean) => void;
  readonly onTrash: (trashed: boolean) => void;
}

export function PictureDialog({ picture, trashed, onClose, onFavourite, onTrash }: PictureDialogProps): ReactNode {
  const parts = useStudio();
  const { studio, engine, changes } = parts;
  const toCanvas = async (): Promise<void> => {
    await placeFile(parts, await engine.file(picture), picture.prompt.slice(0, 40));
    studio.setState({ view: 'create', madeFrom: picture.prompt });
  };
  const restore = (): void => {
    turnFromRecipe(parts, picture.recipe);
    studio.setState({ view: 'create' });
  };
  const attempt = (act: () => Promise<void>) => (): void => { act().catch((error: unknown) => changes.notify(messageOf(error), 'error')); };
  return (
    <Dialog wide title={picture.prompt || words.gallery.title} onClose={onClose}>
      <div className={styles['picture']}>
        <img src={picture.url} alt={picture.prompt} style={{ imageRendering: Math.max(picture.width, picture.height) <= 128 ? 'pixelated' : 'auto' }} />
        <div className={styles['side']}>
          <Button look="primary" icon={<ImagePlus size={16} />} onClick={attempt(toCanvas)}>{words.gallery.edit}</Button>
          <Button icon={<NotebookText size={16} />} onClick={restore}>{words.gallery.restore}</Button>
          <Button icon={<Download size={16} />} onClick={attempt(async () => saveFile(await engine.file(picture), `${picture.id}.png`))}>{words.gallery.download}</Button>
          <Button icon={picture.favourite ? <HeartOff size={16} /> : <Heart size={16} />} onClick={() => onFavourite(!picture.favourite)}>{picture.favourite ? words.gallery.unfavourite : words.gallery.favourite}</Button>
          <Button look={trashed ? 'quiet' : 'danger'} icon={trashed ? <Undo2 size={16} /> : <Trash2 size={16} />} onClick={() => onTrash(!trashed)}>{trashed ? words.gallery.bring : words.gallery.remove}</Button>
          <Recipe recipe={picture.recipe} />
        </div>
      </div>
    </Dialog>
  );
}

/** Names and values; what is left at its default says nothing and is left out by the service. */
function Recipe({ recipe }: { readonly recipe: Readonly<Record<string, unknown>> }): ReactNode {
  const rows = Object.entries(recipe).filter(([, value]) => value !== '' && value !== undefined && value !== null);
  return (
    <>
      <h3>{words.gallery.madeFrom}</h3>
      <dl className={styles['recipe']}>
        {rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd></div>)}
      </dl>
    </>
  );
}
