/** Styles, light and composition as words: what a click adds to a prompt. Each model reads its own words. */
import { DarkroomError } from '../base/errors.ts';

export const presetKinds = ['style', 'lighting', 'composition'] as const;
export type PresetKind = (typeof presetKinds)[number];

export interface Preset {
  readonly name: string;
  readonly kind: PresetKind;
  /** For people. */
  readonly label: string;
  /** Added after the prompt. */
  readonly words: string;
}

/** Words by the world that a model was trained on; `any` is for models of photographs and paintings, as Stable Diffusion. */
interface Row {
  readonly kind: PresetKind;
  readonly label: string;
  readonly any: string;
  readonly 'first-light'?: string;
  readonly storybook?: string;
}

const rows = {
  flat: { kind: 'style', label: 'Flat', any: 'flat vector illustration, clean shapes, solid colours', storybook: 'in flat design' },
  glossy: { kind: 'style', label: 'Glossy', any: 'glossy 3d render, smooth plastic, soft reflections', storybook: 'in a glossy style' },
  watercolour: { kind: 'style', label: 'Watercolour', any: 'watercolor painting, soft washes, paper texture', storybook: 'in watercolour' },
  pencil: { kind: 'style', label: 'Pencil', any: 'pencil drawing, fine hatching, graphite on paper', storybook: 'as a pencil sketch' },
  'pixel-art': { kind: 'style', label: 'Pixel art', any: 'pixel art, 16-bit, limited palette', storybook: 'in pixel art' },
  'paper-cut': { kind: 'style', label: 'Paper cut', any: 'layered paper cut art, soft shadows between layers', storybook: 'in paper cut style' },
  'neon-art': { kind: 'style', label: 'Neon', any: 'neon line art, glowing outlines on black', storybook: 'as a neon sign' },
  silhouette: { kind: 'style', label: 'Silhouette', any: 'black silhouette, strong backlight, simple background', storybook: 'in silhouette' },
  poster: { kind: 'style', label: 'Poster', any: 'screen printed poster, bold shapes, three colours', storybook: 'as a vintage poster' },
  comic: { kind: 'style', label: 'Comic', any: 'comic book panel, ink outlines, halftone dots', storybook: 'as a comic' },
  photo: { kind: 'style', label: 'Photograph', any: 'photograph, natural colours, sharp focus, 50mm lens' },
  oil: { kind: 'style', label: 'Oil painting', any: 'oil painting, visible brush strokes, canvas texture' },
  day: { kind: 'lighting', label: 'Day', any: 'bright daylight, clear sky', 'first-light': 'by day', storybook: 'by day' },
  sunset: { kind: 'lighting', label: 'Sunset', any: 'at sunset, warm orange sky, long shadows', storybook: 'at sunset' },
  night: { kind: 'lighting', label: 'Night', any: 'at night, moonlight, deep blue shadows', 'first-light': 'at night', storybook: 'at night' },
  'golden-hour': { kind: 'lighting', label: 'Golden hour', any: 'golden hour, low warm sun, soft glow', storybook: 'at golden hour' },
  overcast: { kind: 'lighting', label: 'Overcast', any: 'overcast sky, soft even light', storybook: 'on a cloudy day' },
  'neon-light': { kind: 'lighting', label: 'Neon light', any: 'lit by neon signs, pink and cyan glow', storybook: 'in neon light' },
  candlelight: { kind: 'lighting', label: 'Candlelight', any: 'lit by candlelight, warm flicker, deep shadows', storybook: 'by candlelight' },
  studio: { kind: 'lighting', label: 'Studio', any: 'studio lighting, softbox, plain backdrop' },
  wide: { kind: 'composition', label: 'Wide', any: 'wide shot, subject small in its surroundings', storybook: 'in a wide shot' },
  'close-up': { kind: 'composition', label: 'Close-up', any: 'close-up, subject fills the frame', storybook: 'in close-up' },
  centred: { kind: 'composition', label: 'Centred', any: 'centered composition, symmetrical', 'first-light': 'in the centre', storybook: 'in the middle' },
  left: { kind: 'composition', label: 'Left', any: 'subject in the left third of the frame', 'first-light': 'on the left', storybook: 'on the left' },
  right: { kind: 'composition', label: 'Right', any: 'subject in the right third of the frame', 'first-light': 'on the right', storybook: 'on the right' },
  top: { kind: 'composition', label: 'Top', any: 'subject in the upper third of the frame', 'first-light': 'at the top' },
  bottom: { kind: 'composition', label: 'Bottom', any: 'subject in the lower third of the frame', 'first-light': 'at the bottom' },
} as const satisfies Record<string, Row>;

type World = 'first-light' | 'storybook';
const isWorld = (name: string): name is World => name === 'first-light' || name === 'storybook';

/** The presets that a model understands. @param world that it was trained on; absent for models of all kinds of pictures */
export function presetsFor(world?: string): Preset[] {
  return Object.entries(rows as Record<string, Row>).flatMap(([name, row]) => {
    const words = world === undefined ? row.any : isWorld(world) ? row[world] : undefined;
    return words === undefined ? [] : [{ name, kind: row.kind, label: row.label, words }];
  });
}

/** The prompt with the words of its styles behind it. @throws DarkroomError code 'usage' for a style that the model does not know, with those it does */
export function withStyles(prompt: string, styles: readonly string[], world?: string): string {
  const known = presetsFor(world);
  const words = styles.map((style) => {
    const preset = known.find(({ name }) => name === style);
    if (preset === undefined) throw new DarkroomError('usage', `This model has no style '${style}'. It has: ${known.map(({ name }) => name).join(', ') || 'none'}.`, { style, known: known.map(({ name }) => name) });
    return preset.words;
  });
  return [prompt, ...words].filter((text) => text.trim() !== '').join(', ');
}
