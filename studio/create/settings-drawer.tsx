/** Everything else: one drawer of knobs, each with its explanation. */
import type { ReactNode } from 'react';
import { Field, Select, Slider } from '../controls/field.tsx';
import controls from '../controls/controls.module.css';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { LayersPanel } from './layers-panel.tsx';
import { chosenModel } from './run-verb.ts';
import styles from './create.module.css';

const percent = (value: number): string => `${Math.round(100 * value)} %`;
const largestGuidance = 15;
const largestSeed = 2 ** 32 - 1;

export function SettingsDrawer(): ReactNode {
  const { use } = useStudio();
  if (!use((state) => state.drawer)) return null;
  return (
    <aside className={`${styles['drawer']} scroll`} aria-label={words.prompt.more}>
      <ModelKnobs />
      <EditKnobs />
      <LayersPanel />
    </aside>
  );
}

function ModelKnobs(): ReactNode {
  const parts = useStudio();
  const { changes, capabilities, use } = parts;
  const knobs = use((state) => state.knobs);
  const model = chosenModel(parts);
  if (model === undefined) return null;
  const { defaults } = model;
  return (
    <section className={styles['knobs']}>
      <h2>Settings</h2>
      <Select {...words.knobs.model} value={model.id} choices={capabilities.models.map(({ id, label }) => ({ value: id, label }))} onChange={(id) => changes.turn({ model: id })} />
      <Field {...words.knobs.negative}>{({ input, help }) => <input id={input} aria-describedby={help} className={controls['input']} value={knobs.negativePrompt} onChange={({ target }) => changes.turn({ negativePrompt: target.value })} />}</Field>
      <Slider {...words.knobs.count} value={knobs.count} minimum={1} maximum={Math.min(8, capabilities.mostPictures)} step={1} onChange={(count) => changes.turn({ count })} />
      <Slider {...words.knobs.steps} value={knobs.steps ?? defaults.steps} minimum={1} maximum={Math.min(60, capabilities.mostSteps)} step={1} onChange={(steps) => changes.turn({ steps })} />
      <Slider {...words.knobs.guidance} value={knobs.guidance ?? defaults.guidance} minimum={1} maximum={largestGuidance} step={0.1} format={(value) => value.toFixed(1)} onChange={(guidance) => changes.turn({ guidance })} />
      <Select {...words.knobs.sampler} value={knobs.sampler ?? defaults.sampler} choices={capabilities.samplers.map((name) => ({ value: name, label: name }))} onChange={(sampler) => changes.turn({ sampler })} />
      <Field {...words.knobs.seed}>
        {({ input, help }) => (
          <input id={input} aria-describedby={help} className={controls['input']} type="number" min={0} max={largestSeed} step={1} placeholder="another one each time" value={knobs.seed ?? ''}
            onChange={({ target }) => changes.turn({ seed: target.value === '' ? undefined : Math.min(largestSeed, Math.max(0, Math.round(target.valueAsNumber))) })} />
        )}
      </Field>
    </section>
  );
}

function EditKnobs(): ReactNode {
  const { studio, changes, use } = useStudio();
  const knobs = use((state) => state.knobs);
  const brush = use((state) => state.brush);
  return (
    <section className={styles['knobs']}>
      <h2>Editing</h2>
      <Slider {...words.knobs.strength} value={knobs.strength} minimum={0.05} maximum={1} step={0.05} format={percent} onChange={(strength) => changes.turn({ strength })} />
      <Slider {...words.knobs.feather} value={knobs.feather} minimum={0} maximum={64} step={1} format={(value) => `${value} px`} onChange={(feather) => changes.turn({ feather })} />
      <Slider {...words.knobs.brush} value={Math.round(2 * brush.radius)} minimum={2} maximum={256} step={1} format={(value) => `${value} px`} onChange={(size) => studio.setState({ brush: { ...brush, radius: size / 2 } })} />
      <Slider {...words.knobs.softness} value={brush.softness} minimum={0} maximum={1} step={0.05} format={percent} onChange={(softness) => studio.setState({ brush: { ...brush, softness } })} />
    </section>
  );
}
