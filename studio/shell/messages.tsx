/** What the studio says to the person: notices, errors, whether the service answers; and what is only heard. */
import { useEffect, type ReactNode } from 'react';
import { CircleAlert, CloudOff, X } from 'lucide-react';
import { Button, IconButton } from '../controls/button.tsx';
import { words } from '../words/en.ts';
import { useStudio } from './context.ts';
import type { Notice } from './studio-state.ts';
import styles from './shell.module.css';

/** Notes go by themselves, errors stay until they are closed. */
const noteMs = 8000;

/** Errors, and that nobody answers: above the view, so that they cover nothing. The region is always there: what appears together with its region is often not read. */
export function Alerts(): ReactNode {
  const { use } = useStudio();
  const notice = use((state) => state.notice);
  const online = use((state) => state.online);
  // One sentence says it: what was tried in vain says that nobody answers, too.
  const tried = notice?.text === words.errors.gone;
  return (
    <div role="alert" className={styles['alerts']}>
      {!online && !tried && <p className={`${styles['notice']} ${styles['noticeError']}`}><CloudOff size={16} aria-hidden /><span>{words.offline.banner}</span></p>}
      {notice?.kind === 'error' && <NoticeBody notice={notice} />}
    </div>
  );
}

/** Notes for a while, and what is only heard. */
export function Notes(): ReactNode {
  const { studio, use } = useStudio();
  const notice = use((state) => state.notice);
  const spoken = use((state) => state.spoken);
  useEffect(() => {
    if (notice?.kind !== 'note') return undefined;
    const timer = setTimeout(() => studio.setState(({ notice: now }) => (now === notice ? { notice: undefined } : {})), noteMs);
    return () => clearTimeout(timer);
  }, [studio, notice]);
  return (
    <>
      <div role="status" className={styles['noticePlace']}>{notice?.kind === 'note' && <NoticeBody notice={notice} />}</div>
      <div aria-live="polite" className="visually-hidden" data-spoken>{spoken}</div>
    </>
  );
}

function NoticeBody({ notice: { text, kind, act } }: { readonly notice: Notice }): ReactNode {
  const { studio } = useStudio();
  const close = (): void => studio.setState({ notice: undefined });
  return (
    <div className={`${styles['notice']} ${kind === 'error' ? styles['noticeError'] : ''}`}>
      {kind === 'error' && <CircleAlert size={16} aria-hidden />}
      <span>{text}</span>
      {act !== undefined && <Button look="plain" onClick={() => { close(); act.perform(); }}>{act.label}</Button>}
      <IconButton label="Close the message" onClick={close}><X size={16} /></IconButton>
    </div>
  );
}
