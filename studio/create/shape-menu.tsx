/** The shape of the frame, by what it is for; models that draw one size say so. */
import type { ReactNode } from 'react';
import { present } from '../document/history.ts';
import type { ModelChoice } from '../engine/engine.ts';
import { ChoiceMenu } from '../controls/choice-menu.tsx';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';

const shapes = [
  { label: 'Square', ratio: 1 },
  { label: 'Portrait 4:5', ratio: 4 / 5 },
  { label: 'Story 9:16', ratio: 9 / 16 },
  { label: 'Landscape 3:2', ratio: 3 / 2 },
  { label: 'Banner 16:9', ratio: 16 / 9 },
] as const;

/** As many pixels as the model's own size, in another shape. */
export function sizeOfShape(ratio: number, { size, sizeMultiple }: Pick<ModelChoice, 'size' | 'sizeMultiple'>): { readonly width: number; readonly height: number } {
  const area = size.width * size.height;
  const snap = (value: number): number => Math.max(sizeMultiple, Math.round(value / sizeMultiple) * sizeMultiple);
  return { width: snap(Math.sqrt(area * ratio)), height: snap(Math.sqrt(area / ratio)) };
}

export function ShapeMenu({ model }: { readonly model: ModelChoice | undefined }): ReactNode {
  const { changes, use } = useStudio();
  const frame = use(({ history }) => present(history).frame);
  if (model === undefined) return null;
  const sizes = model.fixedSize ? [{ label: 'Square', width: model.size.width, height: model.size.height }] : shapes.map(({ label, ratio }) => ({ label, ...sizeOfShape(ratio, model) }));
  const value = `${frame.width}×${frame.height}`;
  const known = sizes.some(({ width, height }) => `${width}×${height}` === value);
  return (
    <ChoiceMenu {...words.presets.shape} value={value} choices={[...(known ? [] : [{ value, label: value }]), ...sizes.map(({ label, width, height }) => ({ value: `${width}×${height}`, label: `${label} · ${width}×${height}` }))]}
      onChange={(next) => {
        if (next === undefined) return;
        const [width, height] = next.split('×').map(Number) as [number, number];
        changes.commit('Change shape', { ...changes.document(), frame: { ...frame, width, height } });
      }} />
  );
}
