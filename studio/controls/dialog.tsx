/** A dialog over everything: the browser's own, so that focus, Escape and screen readers work. */
import { useEffect, useRef, type ReactNode } from 'react';
import { X } from 'lucide-react';
import { IconButton } from './button.tsx';
import styles from './controls.module.css';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly wide?: boolean;
  /** Keys that mean something within, but not while somebody types. */
  readonly onKey?: (key: string) => void;
  readonly children: ReactNode;
}

export function Dialog({ title, onClose, wide = false, onKey, children }: DialogProps): ReactNode {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    element.current?.showModal();
    // By itself a dialog gives the focus to its first button.
    element.current?.querySelector('input')?.focus();
  }, []);
  return (
    <dialog ref={element} aria-label={title} className={`${styles['dialog']} ${wide ? styles['wide'] : ''}`} onClose={onClose} onKeyDown={({ key, target }) => { if (!(target instanceof HTMLInputElement)) onKey?.(key); }} onClick={({ target }) => { if (target === element.current) onClose(); }}>
      <div className={styles['dialogBody']}>
        <header><h2>{title}</h2><IconButton label="Close" shortcut="Escape" onClick={onClose}><X size={18} /></IconButton></header>
        {children}
      </div>
    </dialog>
  );
}
