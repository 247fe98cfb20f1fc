/** Buttons: one that is the verb of its place, quiet ones beside it, and icons with names for those who cannot see them. */
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './controls.module.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary`: at most one in sight. Default 'quiet'. */
  readonly look?: 'primary' | 'quiet' | 'plain' | 'danger';
  readonly icon?: ReactNode;
}

export function Button({ look = 'quiet', icon, children, className = '', type = 'button', ...rest }: ButtonProps): ReactNode {
  return <button type={type} className={`${styles['button']} ${styles[look]} ${className}`} {...rest}>{icon}{children}</button>;
}

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> {
  /** Spoken, and shown as a tooltip. */
  readonly label: string;
  readonly shortcut?: string | undefined;
  readonly active?: boolean;
}

export function IconButton({ label, shortcut, active, children, className = '', ...rest }: IconButtonProps): ReactNode {
  const title = shortcut === undefined ? label : `${label}  ${shortcut}`;
  return (
    <button type="button" aria-label={label} title={title} aria-pressed={active} className={`${styles['iconButton']} ${active ? styles['active'] : ''} ${className}`} {...rest}>
      {children}
    </button>
  );
}
