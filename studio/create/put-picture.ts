/** Puts pictures on the canvas: proposals of a job, files that were dropped or pasted. */
import { type Document, type Layer, withNewLayer } from '../document/document.ts';
import type { Job, MadePicture } from '../engine/engine.ts';
import type { StudioParts } from '../shell/context.ts';

/** Largest side of a frame that a dropped picture makes; larger ones are scaled into it. */
const largestFrame = 2048;

async function layerOf({ assets }: Pick<StudioParts, 'assets'>, file: Blob, name: string): Promise<Layer> {
  const asset = await assets.add(file);
  const { width, height } = await assets.bitmap(asset);
  return { id: crypto.randomUUID(), name, asset, pixels: { width, height }, at: { x: 0, y: 0 }, scale: Math.min(1, largestFrame / Math.max(width, height)), rotation: 0, opacity: 1, visible: true };
}

/** A picture of a job becomes a layer over the whole frame; the mask it was painted through is done with. */
export async function applyPicture(parts: StudioParts, job: Job, picture: MadePicture): Promise<void> {
  const { studio, changes, engine } = parts;
  const layer = await layerOf(parts, await engine.file(picture), job.prompt.slice(0, 40) || 'Picture');
  const document = changes.document();
  const fresh = document.layers.length === 0;
  // A picture of another size than the frame (a larger one, a first one) makes the frame its own.
  const frame = fresh || picture.width !== document.frame.width || picture.height !== document.frame.height
    ? { x: document.frame.x, y: document.frame.y, width: picture.width, height: picture.height } : document.frame;
  const base: Document = { ...document, frame, mask: [] };
  changes.commit('Apply picture', withNewLayer(base, { ...layer, at: { x: frame.x, y: frame.y } }));
  studio.setState({ madeFrom: job.prompt, compare: undefined, wished: undefined });
}

/** A file becomes a layer: the first one decides the frame, later ones lie in the middle. */
export async function placeFile(parts: StudioParts, file: Blob, name: string): Promise<void> {
  const layer = await layerOf(parts, file, name);
  const document = parts.changes.document();
  const [width, height] = [Math.round(layer.pixels.width * layer.scale), Math.round(layer.pixels.height * layer.scale)];
  const frame = document.layers.length === 0 ? { x: 0, y: 0, width, height } : document.frame;
  const at = { x: frame.x + Math.round((frame.width - width) / 2), y: frame.y + Math.round((frame.height - height) / 2) };
  parts.changes.commit('Add picture', withNewLayer({ ...document, frame }, { ...layer, at }));
}
