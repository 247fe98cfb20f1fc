/** The layers, front first. */
import type { ReactNode } from 'react';
import { ArrowDown, ArrowUp, Eye, EyeOff, Trash2 } from 'lucide-react';
import { IconButton } from '../controls/button.tsx';
import { Slider } from '../controls/field.tsx';
import { activeLayer, type Document, withLayer, withLayerAt, withoutLayer } from '../document/document.ts';
import { present } from '../document/history.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import styles from './create.module.css';

export function LayersPanel(): ReactNode {
  const { changes, use } = useStudio();
  const document = use(({ history }) => present(history));
  const active = activeLayer(document);
  const commit = (act: string, next: Document, merge = false): void => changes.commit(act, next, merge);
  return (
    <section className={styles['knobs']}>
      <h2>{words.layers.title}</h2>
      {document.layers.length === 0 && <p className={styles['quiet']}>{words.layers.empty}</p>}
      <ul className={styles['layers']}>
        {document.layers.map((layer, index) => ({ layer, index })).reverse().map(({ layer, index }) => (
          <li key={layer.id} aria-current={layer.id === active?.id}>
            <IconButton label={layer.visible ? words.layers.hide : words.layers.show} onClick={() => commit(layer.visible ? 'Hide layer' : 'Show layer', withLayer(document, layer.id, { visible: !layer.visible }))}>{layer.visible ? <Eye size={16} /> : <EyeOff size={16} />}</IconButton>
            <button type="button" className={styles['layerName']} onClick={() => commit('Select layer', { ...document, selected: layer.id })}>{layer.name}</button>
            <IconButton label={words.layers.up} disabled={index === document.layers.length - 1} onClick={() => commit('Bring forward', withLayerAt(document, layer.id, index + 1))}><ArrowUp size={14} /></IconButton>
            <IconButton label={words.layers.down} disabled={index === 0} onClick={() => commit('Send back', withLayerAt(document, layer.id, index - 1))}><ArrowDown size={14} /></IconButton>
            <IconButton label={words.layers.remove} onClick={() => commit('Remove layer', withoutLayer(document, layer.id))}><Trash2 size={14} /></IconButton>
          </li>
        ))}
      </ul>
      {active !== undefined && (
        <Slider {...words.knobs.opacity} value={active.opacity} minimum={0} maximum={1} step={0.01} format={(value) => `${Math.round(100 * value)} %`}
          onChange={(opacity) => commit('Layer opacity', withLayer(document, active.id, { opacity }), true)} />
      )}
    </section>
  );
}
