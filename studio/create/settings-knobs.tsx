/** The knobs, each with its explanation. */
import type { ReactNode } from 'react';
import { X } from 'lucide-react';
import { IconButton } from '../controls/button.tsx';
import { Field, Select, Slider } from '../controls/field.tsx';
import controls from '../controls/controls.module.css';
import { present } from '../document/history.ts';
import { firstFeather } from '../document/sizes.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { LoraPicker } from './lora-picker.tsx';
import { ModelCard } from './model-card.tsx';
import { chosenModel } from './run-verb.ts';
import styles from './create.module.css';

const percent = (value: number): string => `${Math.round(100 * value)} %`;
const largestGuidance = 15;
const largestSeed = 2 ** 32 - 1;

export function ModelKnobs(): ReactNode {
  const parts = useStudio();
  const { changes, capabilities, use } = parts;
  const knobs = use((state) => state.knobs);
  const model = chosenModel(parts);
  if (model === undefined) return <p className={styles['quiet']}>{words.errors.noModel}</p>;
  const { defaults } = model;
  return (
    <section className={styles['knobs']} aria-label={words.prompt.more}>
      <Select {...words.knobs.model} value={model.id} choices={capabilities.models.map(({ id, label }) => ({ value: id, label }))} onChange={(id) => changes.turn({ model: id, also: {} })} />
      <ModelCard model={model} />
      {model.loras !== undefined && <LoraPicker names={model.loras} />}
      {model.negativePrompt && <Field {...words.knobs.negative}>{({ input, help }) => <input id={input} aria-describedby={help} className={controls['input']} value={knobs.negativePrompt} onChange={({ target }) => changes.turn({ negativePrompt: target.value })} />}</Field>}
      <Slider {...words.knobs.count} value={knobs.count} minimum={1} maximum={Math.min(8, capabilities.mostPictures)} step={1} onChange={(count) => changes.turn({ count })} />
      <Slider {...words.knobs.steps} value={knobs.steps ?? defaults.steps} minimum={1} maximum={Math.min(60, capabilities.mostSteps)} step={1} onChange={(steps) => changes.turn({ steps })} />
      <Slider {...words.knobs.guidance} value={knobs.guidance ?? defaults.guidance} minimum={1} maximum={largestGuidance} step={0.1} format={(value) => value.toFixed(1)} onChange={(guidance) => changes.turn({ guidance })} />
      <Select {...words.knobs.sampler} value={knobs.sampler ?? defaults.sampler} choices={capabilities.samplers.map(({ name, label }) => ({ value: name, label }))} onChange={(sampler) => changes.turn({ sampler })} />
      <Field {...words.knobs.seed}>
        {({ input, help }) => (
          <input id={input} aria-describedby={help} className={controls['input']} type="number" min={0} max={largestSeed} step={1} placeholder="another one each time" value={knobs.seed ?? ''}
            onChange={({ target }) => changes.turn({ seed: target.value === '' ? undefined : Math.min(largestSeed, Math.max(0, Math.round(target.valueAsNumber))) })} />
        )}
      </Field>
      <Kept />
    </section>
  );
}

/** What a restored recipe said besides; it stays until it is taken away. */
function Kept(): ReactNode {
  const { changes, use } = useStudio();
  const also = use(({ knobs }) => knobs.also);
  if (Object.keys(also).length === 0) return null;
  return (
    <div className={styles['kept']}>
      <span>{words.knobs.kept}: {Object.entries(also).map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(', ')}</span>
      <IconButton label={words.knobs.unkept} onClick={() => changes.turn({ also: {} })}><X size={14} /></IconButton>
    </div>
  );
}

export function EditKnobs(): ReactNode {
  const parts = useStudio();
  const { studio, changes, use } = parts;
  const knobs = use((state) => state.knobs);
  const brush = use((state) => state.brush);
  const { width, height } = use(({ history }) => present(history).frame);
  const model = chosenModel(parts);
  const side = Math.max(width, height);
  return (
    <section className={styles['knobs']} aria-labelledby="editing">
      <h3 id="editing">{words.knobs.editing}</h3>
      <Slider {...words.knobs.strength} value={knobs.strength} minimum={0.05} maximum={1} step={0.05} format={percent} onChange={(strength) => changes.turn({ strength })} />
      <Slider {...words.knobs.feather} value={knobs.feather ?? (model === undefined ? 8 : firstFeather(model))} minimum={0} maximum={Math.max(4, Math.min(64, Math.round(side / 4)))} step={1} format={(value) => `${value} px`} onChange={(feather) => changes.turn({ feather })} />
      <Slider {...words.knobs.brush} value={Math.round(2 * brush.radius)} minimum={1} maximum={Math.max(8, side)} step={1} format={(value) => `${value} px`} onChange={(size) => studio.setState({ brush: { ...brush, radius: size / 2 } })} />
      <Slider {...words.knobs.softness} value={brush.softness} minimum={0} maximum={1} step={0.05} format={percent} onChange={(softness) => studio.setState({ brush: { ...brush, softness } })} />
    </section>
  );
}
