/** A picture, or a mosaic of channels, with what it is and what it means. */
import type { ReactNode } from 'react';
import styles from './lens.module.css';

export interface FigureProps {
  readonly title: string;
  readonly text?: string;
  readonly picture?: string;
  readonly mosaic?: readonly string[];
  /** Laid over the picture. */
  readonly overlay?: string | undefined;
  /** Between this figure and the one before. */
  readonly sign?: string;
}

export function Figure({ title, text, picture, mosaic, overlay, sign }: FigureProps): ReactNode {
  return (
    <>
      {sign !== undefined && <span className={styles['sign']} aria-hidden>{sign}</span>}
      <figure className={styles['figure']}>
        <div className={styles['plate']}>
          {picture !== undefined && <img src={picture} alt={title} />}
          {overlay !== undefined && <img src={overlay} alt="" className={styles['overlay']} />}
          {mosaic !== undefined && <Mosaic pictures={mosaic} label={title} />}
        </div>
        <figcaption><b>{title}</b>{text !== undefined && <p>{text}</p>}</figcaption>
      </figure>
    </>
  );
}

function Mosaic({ pictures, label }: { readonly pictures: readonly string[]; readonly label: string }): ReactNode {
  const columns = Math.ceil(Math.sqrt(pictures.length));
  return (
    <div role="img" aria-label={`${label}: ${pictures.length} channels`} className={styles['mosaic']} style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
      {pictures.map((url, index) => <img key={index} src={url} alt="" />)}
    </div>
  );
}
