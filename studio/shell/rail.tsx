/** The rail at the left: the studio's rooms. */
import type { ReactNode } from 'react';
import { Images, Layers, ListOrdered, LayoutGrid, Microscope, Table, type LucideIcon } from 'lucide-react';
import { words } from '../words/en.ts';
import styles from './shell.module.css';

export type ViewName = keyof typeof words.views;

const icons: Readonly<Record<ViewName, LucideIcon>> = { create: Layers, gallery: Images, queue: ListOrdered, campaign: LayoutGrid, grid: Table, lens: Microscope };

export interface RailProps {
  readonly views: readonly ViewName[];
  readonly view: ViewName;
  /** Shown on the icon: how many jobs are under way. */
  readonly badges: Readonly<Partial<Record<ViewName, number>>>;
  readonly onView: (view: ViewName) => void;
  /** At the lower end. */
  readonly children?: ReactNode;
}

export function Rail({ views, view, badges, onView, children }: RailProps): ReactNode {
  return (
    <nav className={styles['rail']} aria-label="Studio">
      <img src="./icon.svg" alt="Darkroom" width={32} height={32} className={styles['logo']} />
      {views.map((name) => {
        const Icon = icons[name];
        const { label, help } = words.views[name];
        return (
          <button key={name} type="button" title={help} aria-current={name === view ? 'page' : undefined} className={styles['railItem']} onClick={() => onView(name)}>
            <Icon size={20} aria-hidden />
            <span>{label}</span>
            {(badges[name] ?? 0) > 0 && <b className={styles['badge']}>{badges[name]}<span className="visually-hidden"> under way</span></b>}
          </button>
        );
      })}
      <div className={styles['railEnd']}>{children}</div>
    </nav>
  );
}
