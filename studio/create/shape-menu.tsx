/** The shape of the frame, by what it is for. */
import type { ReactNode } from 'react';
import type { Document, Rectangle } from '../document/document.ts';
import { present } from '../document/history.ts';
import { type FrameGrid, frameGrid, type ModelSize, sizeOfShape } from '../document/sizes.ts';
import type { ModelChoice } from '../engine/engine.ts';
import { ChoiceMenu } from '../controls/choice-menu.tsx';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';

export const shapes = [
  { label: 'Square', ratio: 1 },
  { label: 'Portrait 4:5', ratio: 4 / 5 },
  { label: 'Story 9:16', ratio: 9 / 16 },
  { label: 'Landscape 3:2', ratio: 3 / 2 },
  { label: 'Banner 16:9', ratio: 16 / 9 },
] as const;

/** A frame of another shape about the same middle that holds all of the old one, in the steps of the grid. */
export function grownTo(ratio: number, { x, y, width, height }: Rectangle, { step }: FrameGrid): Rectangle {
  const more = (wanted: number, now: number): number => Math.max(0, Math.round((wanted - now) / step) * step);
  const [across, down] = [more(height * ratio, width), more(width / ratio, height)];
  const half = (added: number): number => Math.floor(added / 2 / step) * step;
  return { x: x - half(across), y: y - half(down), width: width + across, height: height + down };
}

/** An empty frame gets the shape that the model draws best; a picture keeps its place, and the frame grows about it. */
export function shapedFrame(ratio: number, { frame, layers }: Document, model: ModelSize): Rectangle {
  return layers.length === 0 ? { ...frame, ...sizeOfShape(ratio, model) } : grownTo(ratio, frame, frameGrid(model));
}

export function ShapeMenu({ model }: { readonly model: ModelChoice | undefined }): ReactNode {
  const { changes, use } = useStudio();
  const document = use(({ history }) => present(history));
  // Of a model that draws one size, only what is there can be given another shape.
  if (model === undefined || (model.fixedSize && document.layers.length === 0)) return null;
  const { frame } = document;
  const sizes = shapes.map(({ label, ratio }) => ({ label, box: shapedFrame(ratio, document, model) }));
  const now = sizes.find(({ box }) => box.width === frame.width && box.height === frame.height)?.label;
  return (
    <ChoiceMenu {...words.presets.shape} shown={now ?? `${frame.width}×${frame.height}`} value={undefined} choices={sizes.map(({ label, box }) => ({ value: label, label: `${label} · ${box.width}×${box.height}` }))}
      onChange={(next) => {
        const box = sizes.find(({ label }) => label === next)?.box;
        if (box !== undefined) changes.commit(words.acts.shape, { ...changes.document(), frame: box });
      }} />
  );
}
