/** Where it begins: words, a few chips, and the button that names what will happen. */
import { useRef, type ReactNode } from 'react';
import { SlidersHorizontal, Sparkles } from 'lucide-react';
import { Button, IconButton } from '../controls/button.tsx';
import { ChoiceMenu } from '../controls/choice-menu.tsx';
import { possibleVerbs, type Verb, verbOf } from '../document/verb.ts';
import { present } from '../document/history.ts';
import type { Preset } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { chosenModel, runVerb } from './run-verb.ts';
import { ShapeMenu } from './shape-menu.tsx';
import styles from './create.module.css';

const kinds = (['style', 'lighting', 'composition'] as const satisfies readonly Preset['kind'][]).map((kind) => [kind, words.presets[kind]] as const);

export function PromptDock(): ReactNode {
  const parts = useStudio();
  const { studio, changes, capabilities, use } = parts;
  const knobs = use((state) => state.knobs);
  const document = use(({ history }) => present(history));
  const madeFrom = use((state) => state.madeFrom);
  const wished = use((state) => state.wished);
  const drawer = use((state) => state.drawer);
  const text = useRef<HTMLTextAreaElement>(null);
  const verb = verbOf({ document, prompt: knobs.prompt, ...(madeFrom !== undefined && { madeFrom }), ...(wished && { wished }) });
  const model = chosenModel(parts);
  const choicesOf = (kind: Preset['kind']) => capabilities.presets.filter((preset) => preset.kind === kind && model?.presets.includes(preset.id)).map(({ id, label }) => ({ value: id, label }));
  const run = (): void => void runVerb(parts);
  return (
    <form className={styles['dock']} onSubmit={(event) => { event.preventDefault(); run(); }}>
      <div className={styles['promptRow']}>
        <textarea ref={text} rows={1} autoFocus aria-label={words.prompt.label} placeholder={words.prompt.placeholder} value={knobs.prompt} className={styles['prompt']}
          onChange={({ target }) => changes.turn({ prompt: target.value })}
          onKeyDown={(event) => { if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) { event.preventDefault(); run(); } }} />
        <VerbButton verb={verb} choices={possibleVerbs(document)} onWish={(wish) => studio.setState({ wished: wish })} />
      </div>
      <div className={styles['chipRows']}>
        {kinds.map(([kind, { label, help }]) => choicesOf(kind).length > 0 && <ChoiceMenu key={kind} label={label} help={help} choices={choicesOf(kind)} value={knobs[kind]} onChange={(value) => changes.turn({ [kind]: value })} />)}
        <ShapeMenu model={model} />
        <div className={styles['dockEnd']}>
          <IconButton label={words.prompt.more} shortcut="," active={drawer} onClick={() => studio.setState({ drawer: !drawer })}><SlidersHorizontal size={18} /></IconButton>
        </div>
      </div>
    </form>
  );
}

/** The verb, and a menu of what else could be done. */
function VerbButton({ verb, choices, onWish }: { readonly verb: Verb; readonly choices: readonly Verb[]; readonly onWish: (verb: Verb | undefined) => void }): ReactNode {
  return (
    <div className={styles['verb']}>
      <Button type="submit" look="primary" icon={<Sparkles size={16} aria-hidden />} title={words.verbs[verb].help}>{words.verbs[verb].label}</Button>
      {choices.length > 1 && (
        <select aria-label="Do something else" value={verb} className={styles['verbMenu']} onChange={({ target }) => onWish(target.value as Verb)}>
          {choices.map((choice) => <option key={choice} value={choice}>{words.verbs[choice].label}: {words.verbs[choice].help}</option>)}
        </select>
      )}
    </div>
  );
}
