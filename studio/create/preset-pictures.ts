/** What a preset looks like: the same fox each time, drawn by scripts/make-preset-pictures.ts. */

const files = import.meta.glob<string>('./presets/*.webp', { eager: true, query: '?url&no-inline', import: 'default' });

/** Undefined for presets that nobody has drawn. */
export const presetPicture = (id: string): string | undefined => files[`./presets/${id}.webp`];
