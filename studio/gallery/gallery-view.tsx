/** Everything that was made: searched, marked, thrown away and taken back; each picture gives its recipe back. */
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { Heart, Search, Trash2 } from 'lucide-react';
import { Button, IconButton } from '../controls/button.tsx';
import { Picture } from '../controls/picture.tsx';
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
  const { engine, changes, use } = useStudio();
  const [query, setQuery] = useState<GalleryQuery>({ text: '', favourites: false, trashed: false });
  const [shown, setShown] = useState<Shown | undefined>();
  const [open, setOpen] = useState<string | undefined>();
  // What is finished meanwhile, and what came while nobody answered, belongs here, too.
  const finished = use(({ jobs, online }) => `${online} ${jobs.filter(({ state }) => state === 'completed').length}`);
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
  }, [query, load, finished]);
  const change = async (act: Promise<unknown>): Promise<boolean> => {
    const done = await act.then(() => true, (error: unknown) => { changes.notify(messageOf(error), 'error'); return false; });
    await load(query, []);
    return done;
  };
  const trash = async ({ id }: GalleryPicture, trashed: boolean): Promise<void> => {
    setOpen(undefined);
    if (await change(engine.setTrashed(id, trashed)) && trashed) changes.notify(words.gallery.removed, 'note', { label: words.gallery.undo, perform: () => void change(engine.setTrashed(id, false)) });
  };
  const pictures = shown?.pictures ?? [];
  const at = pictures.findIndex(({ id }) => id === open);
  const picture = pictures[at];
  return (
    <div className={styles['gallery']}>
      <GalleryHead query={query} count={shown === undefined ? undefined : pictures.length} more={shown?.cursor !== undefined} onQuery={setQuery} onEmptied={() => void load(query, [])} />
      <div className={`${styles['scroller']} scroll`} tabIndex={-1} aria-busy={shown === undefined}>
        {shown === undefined && <p className={styles['empty']}>{words.gallery.loading}</p>}
        {shown?.pictures.length === 0 && <p className={styles['empty']}>{emptyText(query)}</p>}
        <ul className={styles['grid']}>
          {pictures.map((each) => <li key={each.id}><Tile picture={each} trashed={query.trashed} onOpen={() => setOpen(each.id)} onFavourite={() => void change(engine.setFavourite(each.id, !each.favourite))} /></li>)}
        </ul>
        {shown?.cursor !== undefined && <Button className={styles['more'] ?? ''} onClick={() => void load({ ...query, cursor: shown.cursor as string }, shown.pictures)}>{words.gallery.more}</Button>}
      </div>
      {picture !== undefined && <PictureDialog picture={picture} trashed={query.trashed} onClose={() => setOpen(undefined)} onFavourite={(favourite) => void change(engine.setFavourite(picture.id, favourite))} onTrash={(trashed) => void trash(picture, trashed)}
        onStep={(by) => setOpen(pictures[(at + by + pictures.length) % pictures.length]?.id)} />}
    </div>
  );
}

const emptyText = ({ text, favourites, trashed }: GalleryQuery): string => (text !== '' ? words.gallery.nothing : trashed ? words.gallery.trashEmpty : favourites ? words.gallery.noFavourites : words.gallery.empty);

interface GalleryHeadProps {
  readonly query: GalleryQuery;
  readonly count: number | undefined;
  /** There are more than were counted. */
  readonly more: boolean;
  readonly onQuery: (query: GalleryQuery) => void;
  readonly onEmptied: () => void;
}

function GalleryHead({ query, count, more, onQuery, onEmptied }: GalleryHeadProps): ReactNode {
  const { engine, changes } = useStudio();
  const [sure, setSure] = useState(false);
  const empty = async (): Promise<void> => {
    setSure(false);
    try {
      changes.notify(words.gallery.emptied(await engine.emptyTrash()));
      onEmptied();
    } catch (error) {
      changes.notify(messageOf(error), 'error');
    }
  };
  return (
    <header>
      <h1>{words.gallery.title}</h1>
      <label className={styles['search']}><Search size={16} aria-hidden /><span className="visually-hidden">{words.gallery.search}</span>
        <input type="search" placeholder={words.gallery.search} value={query.text} onChange={({ target }) => onQuery({ ...query, text: target.value })} /></label>
      <Button look="plain" icon={<Heart size={16} />} aria-pressed={query.favourites} onClick={() => onQuery({ ...query, favourites: !query.favourites })}>{words.gallery.favourites}</Button>
      <Button look="plain" icon={<Trash2 size={16} />} aria-pressed={query.trashed} onClick={() => { setSure(false); onQuery({ ...query, trashed: !query.trashed }); }}>{words.gallery.trash}</Button>
      {query.trashed && (count ?? 0) > 0 && <Button look="danger" onClick={() => { if (sure) void empty(); else setSure(true); }}>{sure ? words.gallery.sure : words.gallery.emptyTrash}</Button>}
      <span role="status" className={styles['count']}>{count !== undefined && count > 0 && `${words.gallery.found(count)}${more ? '+' : ''}`}</span>
    </header>
  );
}

interface TileProps {
  readonly picture: GalleryPicture;
  readonly trashed: boolean;
  readonly onOpen: () => void;
  readonly onFavourite: () => void;
}

function Tile({ picture, trashed, onOpen, onFavourite }: TileProps): ReactNode {
  const name = picture.prompt || words.layers.unnamed;
  return (
    <div className={styles['tile']}>
      <button type="button" className={styles['open']} title={picture.prompt} aria-label={`${words.gallery.open}: ${name}`} draggable onClick={onOpen}
        onDragStart={({ dataTransfer }) => dataTransfer.setData(DRAGGED_PICTURE, JSON.stringify({ url: picture.url, name: picture.prompt }))}>
        <Picture src={picture.url} alt="" loading="lazy" />
      </button>
      {!trashed && <IconButton label={`${picture.favourite ? words.gallery.unfavourite : words.gallery.favourite}: ${name}`} aria-pressed={picture.favourite} className={styles['heart'] ?? ''} onClick={onFavourite}><Heart size={16} /></IconButton>}
    </div>
  );
}
