/** The layers, front first. */
import { useState, type ReactNode } from 'react';
import { ArrowDown, ArrowUp, Eye, EyeOff, Pencil, Trash2 } from 'lucide-react';
import { IconButton } from '../controls/button.tsx';
import { Slider } from '../controls/field.tsx';
import { activeLayer, type Document, type Layer, withLayer, withLayerAt, withoutLayer } from '../document/document.ts';
import { present } from '../document/history.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import styles from './create.module.css';

export function LayersPanel(): ReactNode {
  const { changes, use } = useStudio();
  const document = use(({ history }) => present(history));
  const active = activeLayer(document);
  return (
    <section className={styles['knobs']} aria-label={words.layers.title}>
      {document.layers.length === 0 && <p className={styles['quiet']}>{words.layers.empty}</p>}
      <ul className={styles['layers']}>
        {document.layers.map((layer, index) => ({ layer, index })).reverse().map(({ layer, index }) => <LayerRow key={layer.id} document={document} layer={layer} index={index} active={layer.id === active?.id} />)}
      </ul>
      {active !== undefined && (
        <Slider {...words.knobs.opacity} value={active.opacity} minimum={0} maximum={1} step={0.01} format={(value) => `${Math.round(100 * value)} %`}
          onChange={(opacity) => changes.commit('Layer opacity', withLayer(document, active.id, { opacity }), true)} />
      )}
    </section>
  );
}

interface LayerRowProps {
  readonly document: Document;
  readonly layer: Layer;
  /** From the back. */
  readonly index: number;
  readonly active: boolean;
}

function LayerRow({ document, layer, index, active }: LayerRowProps): ReactNode {
  const { changes } = useStudio();
  const [renaming, setRenaming] = useState(false);
  const { id, name, visible } = layer;
  const rename = (typed: string): void => {
    setRenaming(false);
    const next = typed.trim();
    if (next !== '' && next !== name) changes.commit(words.acts.rename, withLayer(document, id, { name: next }));
  };
  return (
    <li aria-current={active}>
      <IconButton label={`${visible ? words.layers.hide : words.layers.show} ${name}`} onClick={() => changes.commit(visible ? 'Hide layer' : 'Show layer', withLayer(document, id, { visible: !visible }))}>{visible ? <Eye size={16} /> : <EyeOff size={16} />}</IconButton>
      {renaming
        ? <input className={styles['rename']} aria-label={words.layers.name} defaultValue={name} autoFocus onFocus={({ target }) => target.select()} onBlur={({ target }) => rename(target.value)} onKeyDown={(event) => { if (event.key === 'Enter') rename(event.currentTarget.value); if (event.key === 'Escape') { event.stopPropagation(); setRenaming(false); } }} />
        : <button type="button" className={styles['layerName']} title={name} onClick={() => changes.commit('Select layer', { ...document, selected: id })} onDoubleClick={() => setRenaming(true)} onKeyDown={({ key }) => { if (key === 'F2') setRenaming(true); }}>{name}</button>}
      <IconButton label={`${words.layers.rename} ${name}`} shortcut="F2" onClick={() => setRenaming(true)}><Pencil size={14} /></IconButton>
      <IconButton label={`${words.layers.up} ${name}`} disabled={index === document.layers.length - 1} onClick={() => changes.commit('Bring forward', withLayerAt(document, id, index + 1))}><ArrowUp size={14} /></IconButton>
      <IconButton label={`${words.layers.down} ${name}`} disabled={index === 0} onClick={() => changes.commit('Send back', withLayerAt(document, id, index - 1))}><ArrowDown size={14} /></IconButton>
      <IconButton label={`${words.layers.remove} ${name}`} onClick={() => changes.commit('Remove layer', withoutLayer(document, id))}><Trash2 size={14} /></IconButton>
    </li>
  );
}
