/** The studio's shortcuts as a table for its documentation, made from the table of actions. */
import { keyNames, shortcutText } from '../studio/actions/action.ts';
import { actions } from '../studio/actions/studio-actions.ts';

export const KEYS_BEGIN = '<!-- keys: written by scripts/make-studio-pictures.ts -->';
export const KEYS_END = '<!-- end of keys -->';

/** Letters that would end a cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** Markdown, a row an action that has keys; Ctrl is ⌘ on a Mac. */
export function keysTable(): string {
  const rows = actions.flatMap(({ group, label, keys }) => (keys === undefined ? [] : [`| ${group} | ${cell(label)} | ${keys.map((key) => `<kbd>${cell(keyNames(shortcutText({ keys: [key] }, false) ?? ''))}</kbd>`).join(' ')} |`]));
  return ['| | what it does | keys |', '|---|---|---|', ...rows].join('\n');
}

/** The documentation with the table as it is now. @throws Error when the marks are not there */
export function withKeys(page: string): string {
  const [from, to] = [page.indexOf(KEYS_BEGIN), page.indexOf(KEYS_END)];
  if (from < 0 || to < from) throw new Error('docs/studio.md has lost the marks between which the keys stand.');
  return `${page.slice(0, from + KEYS_BEGIN.length)}\n\n${keysTable()}\n\n${page.slice(to)}`;
}
