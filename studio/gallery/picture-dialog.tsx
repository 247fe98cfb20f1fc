/** One picture of the gallery, large, with everything that made it. */
import type { ReactNode } from 'react';
import { ChevronLeft, ChevronRight, Download, Heart, HeartOff, ImagePlus, NotebookText, Trash2, Undo2 } from 'lucide-react';
import { Button, IconButton } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Picture } from '../controls/picture.tsx';
import { saveFile } from '../create/export-frame.ts';
import { placeFile } from '../create/put-picture.ts';
import { turnFromRecipe } from '../create/recipe-knobs.ts';
import { messageOf } from '../create/run-verb.ts';
import type { GalleryPicture } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { recipeRows } from './recipe-rows.ts';
import styles from './gallery.module.css';

export interface PictureDialogProps {
  readonly picture: GalleryPicture;
  readonly trashed: boolean;
  readonly onClose: () => void;
  readonly onFavourite: (favourite: boolean) => void;
  readonly onTrash: (trashed: boolean) => void;
  /** To the next picture, or the one before. */
  readonly onStep: (by: number) => void;
}

export function PictureDialog({ picture, trashed, onClose, onFavourite, onTrash, onStep }: PictureDialogProps): ReactNode {
  const parts = useStudio();
  const { studio, engine, changes } = parts;
  const toCanvas = async (): Promise<void> => {
    await placeFile(parts, await engine.file(picture), picture.prompt, picture.prompt);
    studio.setState({ view: 'create' });
  };
  const restore = (): void => {
    turnFromRecipe(parts, picture.recipe);
    studio.setState({ view: 'create' });
  };
  const attempt = (act: () => Promise<void>) => (): void => { act().catch((error: unknown) => changes.notify(messageOf(error), 'error')); };
  return (
    <Dialog wide title={picture.prompt || words.gallery.title} onClose={onClose} onKey={(key) => { if (key === 'ArrowLeft') onStep(-1); if (key === 'ArrowRight') onStep(1); }}>
      <div className={styles['picture']}>
        <figure className={styles['large']}>
          <Picture src={picture.url} alt={picture.prompt} />
          <IconButton label={words.gallery.before} shortcut="←" onClick={() => onStep(-1)}><ChevronLeft size={20} /></IconButton>
          <IconButton label={words.gallery.after} shortcut="→" onClick={() => onStep(1)}><ChevronRight size={20} /></IconButton>
        </figure>
        <div className={styles['side']}>
          <Button look="primary" icon={<ImagePlus size={16} />} onClick={attempt(toCanvas)}>{words.gallery.edit}</Button>
          <Button icon={<NotebookText size={16} />} onClick={restore}>{words.gallery.restore}</Button>
          <Button icon={<Download size={16} />} onClick={attempt(async () => saveFile(await engine.file(picture), `${picture.id}.png`))}>{words.gallery.download}</Button>
          <Button icon={picture.favourite ? <HeartOff size={16} /> : <Heart size={16} />} onClick={() => onFavourite(!picture.favourite)}>{picture.favourite ? words.gallery.unfavourite : words.gallery.favourite}</Button>
          <Button look={trashed ? 'quiet' : 'danger'} icon={trashed ? <Undo2 size={16} /> : <Trash2 size={16} />} onClick={() => onTrash(!trashed)}>{trashed ? words.gallery.bring : words.gallery.remove}</Button>
          <Recipe picture={picture} />
        </div>
      </div>
    </Dialog>
  );
}

/** What a person asks first; the rest behind a fold. */
function Recipe({ picture }: { readonly picture: GalleryPicture }): ReactNode {
  const { main, rest } = recipeRows(picture);
  const list = (rows: readonly (readonly [string, string])[]): ReactNode => <dl className={styles['recipe']}>{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
  return (
    <>
      <h3>{words.gallery.madeFrom}</h3>
      {list(main)}
      {rest.length > 0 && <details><summary>{words.gallery.more2}</summary>{list(rest)}</details>}
    </>
  );
}
