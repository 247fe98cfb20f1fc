/** Which LoRAs draw along, and how strongly. */
import type { ReactNode } from 'react';
import { X } from 'lucide-react';
import { IconButton } from '../controls/button.tsx';
import { Select, Slider } from '../controls/field.tsx';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { lorasIn, withLora, withoutLora } from './prompt-loras.ts';
import styles from './create.module.css';

const firstStrength = 0.8;
const [weakest, strongest] = [-1, 2];

/** @param names of the adapters that the model can take */
export function LoraPicker({ names }: { readonly names: readonly string[] }): ReactNode {
  const { changes, use } = useStudio();
  const prompt = use(({ knobs }) => knobs.prompt);
  const chosen = lorasIn(prompt);
  const left = names.filter((name) => !chosen.some((lora) => lora.name === name));
  return (
    <section className={styles['loras']} aria-labelledby="loras">
      <h3 id="loras">{words.loras.title}</h3>
      {names.length === 0 && <p className={styles['quiet']}>{words.loras.none}</p>}
      {chosen.map(({ name, strength }) => (
        <div key={name} className={styles['lora']}>
          <Slider label={name} help={words.loras.strengthHelp} value={Math.min(strongest, Math.max(weakest, strength))} minimum={weakest} maximum={strongest} step={0.05} format={() => String(strength)} onChange={(next) => changes.turn({ prompt: withLora(prompt, { name, strength: next }) })} />
          <IconButton label={`${words.loras.remove} ${name}`} onClick={() => changes.turn({ prompt: withoutLora(prompt, name) })}><X size={14} /></IconButton>
          {!names.includes(name) && <p className={styles['failed']}>{words.loras.missing}</p>}
        </div>
      ))}
      {left.length > 0 && (
        <Select label={words.loras.add} help={words.loras.help} value="" choices={[{ value: '', label: words.loras.choose }, ...left.map((name) => ({ value: name, label: name }))]}
          onChange={(name) => { if (name !== '') changes.turn({ prompt: withLora(prompt, { name, strength: firstStrength }) }); }} />
      )}
    </section>
  );
}
