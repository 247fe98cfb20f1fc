/** A dialog over everything: the browser's own, so that focus, Escape and screen readers work. */
import { useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
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
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    // By itself a dialog gives the focus to its first button.
    dialog?.querySelector('input')?.focus();
    // However it goes, it gives the focus back.
    return () => dialog?.close();
  }, []);
  const keyDown = (event: KeyboardEvent<HTMLDialogElement>): void => {
    if (event.key === 'Escape') {
      // The browser's own way tells of it later: a key pressed at once would find a dialog that is gone, and a state that says it is there.
      event.preventDefault();
      onClose();
    } else if (!(event.target instanceof HTMLInputElement)) onKey?.(event.key);
  };
  return (
    <dialog ref={element} aria-label={title} className={`${styles['dialog']} ${wide ? styles['wide'] : ''}`} onClose={() => { if (!element.current?.open) onClose(); }} onKeyDown={keyDown} onClick={({ target }) => { if (target === element.current) onClose(); }}>
      <div className={styles['dialogBody']}>
        <header><h2>{title}</h2><IconButton label="Close" shortcut="Escape" onClick={onClose}><X size={18} /></IconButton></header>
        {children}
      </div>
    </dialog>
  );
}
