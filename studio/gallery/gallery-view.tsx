/** Everything that was made: searched, marked, thrown away and taken back; each picture gives its recipe back. */
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { Heart, Search, Trash2 } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { messageOf } from '../create/run-verb.ts';
import type { GalleryPicture, GalleryQuery } from '../engine/engine.ts';
import { DRAGGED_PICTURE } from '../shell/dropped-files.tsx';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { PictureDialog } from './picture-dialog.tsx';
import styles from './gallery.module.css';

const typingMs = 200;

interface Shown {
  readonly pictures: readonly GalleryPicture[];
  readonly cursor?: string;
}

export function GalleryView(): ReactNode {
  const { engine, changes } = useStudio();
  const [query, setQuery] = useState<GalleryQuery>({ text: '', favourites: false, trashed: false });
  const [shown, setShown] = useState<Shown | undefined>();
  const [open, setOpen] = useState<GalleryPicture | undefined>();
  const load = useCallback(async (wanted: GalleryQuery, before: readonly GalleryPicture[]) => {
    try {
      const next = await engine.gallery(wanted);
      setShown({ ...next, pictures: [...before, ...next.pictures] });
    } catch (error) {
      changes.notify(messageOf(error), 'error');
    }
  }, [engine, changes]);
  useEffect(() => {
    const timer = setTimeout(() => void load(query, []), query.text === '' ? 0 : typingMs);
    return () => clearTimeout(timer);
  }, [query, load]);
  const change = async (act: Promise<void>): Promise<void> => {
    await act.catch((error: unknown) => changes.notify(messageOf(error), 'error'));
    setOpen(undefined);
    await load(query, []);
  };
  return (
    <div className={styles['gallery']}>
      <header>
        <h1>{words.gallery.title}</h1>
        <label className={styles['search']}><Search size={16} aria-hidden /><span className="visually-hidden">{words.gallery.search}</span>
          <input type="search" placeholder={words.gallery.search} value={query.text} onChange={({ target }) => setQuery({ ...query, text: target.value })} /></label>
        <Button look="plain" icon={<Heart size={16} />} aria-pressed={query.favourites} className={query.favourites ? styles['on'] ?? '' : ''} onClick={() => setQuery({ ...query, favourites: !query.favourites })}>{words.gallery.favourites}</Button>
        <Button look="plain" icon={<Trash2 size={16} />} aria-pressed={query.trashed} className={query.trashed ? styles['on'] ?? '' : ''} onClick={() => setQuery({ ...query, trashed: !query.trashed })}>{words.gallery.trash}</Button>
      </header>
      <div className={`${styles['scroller']} scroll`} tabIndex={-1}>
        {shown?.pictures.length === 0 && <p className={styles['empty']}>{query.text === '' ? words.gallery.empty : words.gallery.nothing}</p>}
        <ul className={styles['grid']}>
          {shown?.pictures.map((picture) => <li key={picture.id}><Tile picture={picture} onOpen={() => setOpen(picture)} /></li>)}
        </ul>
        {shown?.cursor !== undefined && <Button className={styles['more'] ?? ''} onClick={() => void load({ ...query, cursor: shown.cursor as string }, shown.pictures)}>{words.gallery.more}</Button>}
      </div>
      {open !== undefined && <PictureDialog picture={open} onClose={() => setOpen(undefined)} onFavourite={(favourite) => void change(engine.setFavourite(open.id, favourite))} trashed={query.trashed}
        onTrash={(trashed) => void change(engine.setTrashed(open.id, trashed)).then(() => trashed && changes.notify(words.gallery.removed))} />}
    </div>
  );
}

function Tile({ picture, onOpen }: { readonly picture: GalleryPicture; readonly onOpen: () => void }): ReactNode {
  return (
    <button type="button" className={styles['tile']} title={picture.prompt} aria-label={picture.prompt || 'A picture without words'} draggable onClick={onOpen}
      onDragStart={({ dataTransfer }) => dataTransfer.setData(DRAGGED_PICTURE, JSON.stringify({ url: picture.url, name: picture.prompt }))}>
      <img src={picture.url} alt="" loading="lazy" draggable={false} />
      {picture.favourite && <Heart size={14} className={styles['heart']} aria-label={words.gallery.favourite} />}
    </button>
  );
}
