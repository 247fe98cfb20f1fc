/** File names from prompts. */

const MOST_NAME_LETTERS = 60;
/** Accents of Latin, Greek and Cyrillic letters, once they stand apart. Marks of other scripts are letters in their own right. */
const ACCENTS = /[\u0300-\u036f]/gu;

/** `A red fox!` → `a-red-fox`; `élan` → `elan`. At most 60 letters, counted whole; never empty, never a dash at an end. */
export function pictureName(prompt: string): string {
  const words = prompt.normalize('NFKD').replace(ACCENTS, '').normalize('NFC').toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-/, '');
  return [...words].slice(0, MOST_NAME_LETTERS).join('').replace(/-$/, '') || 'picture';
}
