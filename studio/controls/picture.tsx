/** A picture that stays what it is: small ones are shown in squares, not smeared. */
import { useState, type ImgHTMLAttributes, type ReactNode } from 'react';
import styles from './controls.module.css';

export interface PictureProps extends ImgHTMLAttributes<HTMLImageElement> {
  readonly src: string;
  /** Empty where words beside it say the same. */
  readonly alt: string;
  /** Called with the element once its pixels are there. */
  readonly onSeen?: (picture: HTMLImageElement) => void;
}

/** Pixels of the longer side up to which squares look better than smears. */
const smallUpTo = 160;

export function Picture({ className = '', onSeen, ...rest }: PictureProps): ReactNode {
  const [small, setSmall] = useState(true);
  return (
    <img draggable={false} {...rest} className={`${small ? styles['squares'] : ''} ${className}`}
      onLoad={({ currentTarget }) => { setSmall(Math.max(currentTarget.naturalWidth, currentTarget.naturalHeight) <= smallUpTo); onSeen?.(currentTarget); }} />
  );
}
