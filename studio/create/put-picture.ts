/** Puts pictures on the canvas: proposals of a job, files that were dropped or pasted. */
import { askedWords, type Document, enlarged, type Layer, type Rectangle, withNewLayer } from '../document/document.ts';
import type { Job, MadePicture } from '../engine/engine.ts';
import type { StudioParts } from '../shell/context.ts';
import { words } from '../words/en.ts';

/** Largest side of a frame that a dropped picture makes; larger ones are scaled into it. */
const largestFrame = 2048;
/** Letters of a prompt that make the name of a layer. */
const nameLength = 40;

async function layerOf({ assets }: Pick<StudioParts, 'assets'>, file: Blob, name: string): Promise<Layer> {
  const asset = await assets.add(file);
  const { width, height } = await assets.bitmap(asset);
  return { id: crypto.randomUUID(), name: name.slice(0, nameLength) || words.layers.unnamed, asset, pixels: { width, height }, at: { x: 0, y: 0 }, scale: Math.min(1, largestFrame / Math.max(width, height)), rotation: 0, opacity: 1, visible: true };
}

/** A picture of a job becomes a layer over the whole frame; the mask it was painted through is done with. */
export async function applyPicture(parts: StudioParts, job: Job, picture: MadePicture): Promise<void> {
  const { studio, changes, engine } = parts;
  const layer = await layerOf(parts, await engine.file(picture), job.prompt);
  const { document, scale } = madeRoom(changes.document(), job, picture);
  const { madeFrom: _, ...rest } = document;
  changes.commit(words.acts.apply, withNewLayer({ ...rest, mask: [], madeFrom: askedWords(job.prompt, job.presets) }, { ...layer, at: { x: document.frame.x, y: document.frame.y }, scale }));
  studio.setState({ wished: undefined, spoken: words.spoken.applied });
}

/** The document as it must be for a picture to lie over its frame, and the scale that the picture needs. */
export function madeRoom(document: Document, { kind }: Pick<Job, 'kind'>, { width, height }: Pick<MadePicture, 'width' | 'height'>): { readonly document: Document; readonly scale: number } {
  const { frame, layers } = document;
  if (kind === 'upscale') return { document: enlarged(document, width / frame.width), scale: 1 };
  // A new picture has the size that it has; an edited one goes back to where it came from.
  const own: Rectangle = { x: frame.x, y: frame.y, width, height };
  return layers.length === 0 || kind === 'generate' ? { document: { ...document, frame: own }, scale: 1 } : { document, scale: frame.width / width };
}

/** A file becomes a layer: the first one decides the frame, later ones lie in the middle. */
export async function placeFile(parts: StudioParts, file: Blob, name: string, madeFrom?: string): Promise<void> {
  const layer = await layerOf(parts, file, name);
  const { madeFrom: _, ...document } = parts.changes.document();
  const [width, height] = [Math.round(layer.pixels.width * layer.scale), Math.round(layer.pixels.height * layer.scale)];
  const frame = document.layers.length === 0 ? { x: 0, y: 0, width, height } : document.frame;
  const at = { x: frame.x + Math.round((frame.width - width) / 2), y: frame.y + Math.round((frame.height - height) / 2) };
  parts.changes.commit(words.acts.place, withNewLayer({ ...document, frame, ...(madeFrom !== undefined && { madeFrom }) }, { ...layer, at }));
}
