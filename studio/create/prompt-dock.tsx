/** Where it begins: words, a few chips, and the button that names what will happen. */
import { useRef, type ReactNode } from 'react';
import { Layers, SlidersHorizontal, Sparkles } from 'lucide-react';
import { Button, IconButton } from '../controls/button.tsx';
import { ChoiceMenu } from '../controls/choice-menu.tsx';
import { possibleVerbs, type Verb } from '../document/verb.ts';
import { present } from '../document/history.ts';
import type { Preset } from '../engine/engine.ts';
import { useStudio } from '../shell/context.ts';
import { words } from '../words/en.ts';
import { presetPicture } from './preset-pictures.ts';
import { PromptReadingLine } from './prompt-reading.tsx';
import { chosenModel, presentVerb, runVerb } from './run-verb.ts';
import { ShapeMenu } from './shape-menu.tsx';
import styles from './create.module.css';

const kinds = (['style', 'lighting', 'composition'] as const satisfies readonly Preset['kind'][]).map((kind) => [kind, words.presets[kind]] as const);

export function PromptDock(): ReactNode {
  const parts = useStudio();
  const { studio, changes, capabilities, use } = parts;
  const knobs = use((state) => state.knobs);
  const document = use(({ history }) => present(history));
  const verb = use(presentVerb);
  const drawer = use((state) => state.drawer);
  // One thing at a time asks to be pressed: while a result waits to be applied, that does.
  const waiting = use(({ proposal, jobs }) => document.layers.length > 0 && jobs.some(({ id, pictures }) => id === proposal?.job && pictures.length > 0));
  const text = useRef<HTMLTextAreaElement>(null);
  const model = chosenModel(parts);
  const choicesOf = (kind: Preset['kind']) => capabilities.presets.filter((preset) => preset.kind === kind && model?.presets.includes(preset.id)).map(({ id, label }) => { const picture = presetPicture(id); return { value: id, label, ...(picture !== undefined && { picture }) }; });
  const run = (): void => void runVerb(parts);
  const toggle = (name: 'settings' | 'layers'): void => studio.setState({ drawer: drawer === name ? undefined : name });
  return (
    <form className={styles['dock']} onSubmit={(event) => { event.preventDefault(); run(); }}>
      <div className={styles['promptRow']}>
        <textarea ref={text} id="prompt" rows={1} autoFocus aria-label={words.prompt.label} placeholder={words.prompt.placeholder} value={knobs.prompt} className={`${styles['prompt']} scroll`}
          onChange={({ target }) => changes.turn({ prompt: target.value })}
          onKeyDown={(event) => { if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.nativeEvent.isComposing) { event.preventDefault(); run(); } }} />
        <VerbButton verb={verb} quiet={waiting} choices={possibleVerbs(document)} onWish={(wish) => studio.setState({ wished: wish })} />
      </div>
      <PromptReadingLine />
      <div className={styles['chipRows']}>
        {kinds.map(([kind, { label, help }]) => choicesOf(kind).length > 0 && <ChoiceMenu key={kind} label={label} help={help} choices={choicesOf(kind)} value={knobs[kind]} onChange={(value) => changes.turn({ [kind]: value })} />)}
        <ShapeMenu model={model} />
        <div className={styles['dockEnd']}>
          <IconButton label={words.prompt.layers} shortcut="." active={drawer === 'layers'} onClick={() => toggle('layers')}><Layers size={18} /></IconButton>
          <IconButton label={words.prompt.more} shortcut="," active={drawer === 'settings'} onClick={() => toggle('settings')}><SlidersHorizontal size={18} /></IconButton>
        </div>
      </div>
    </form>
  );
}

interface VerbButtonProps {
  readonly verb: Verb;
  readonly quiet: boolean;
  readonly choices: readonly Verb[];
  readonly onWish: (verb: Verb | undefined) => void;
}

/** The verb, and a menu of what else could be done. */
function VerbButton({ verb, quiet, choices, onWish }: VerbButtonProps): ReactNode {
  return (
    <div className={styles['verb']} data-quiet={quiet}>
      <Button type="submit" look={quiet ? 'quiet' : 'primary'} icon={<Sparkles size={16} aria-hidden />} title={`${words.verbs[verb].help}  Enter`}>{words.verbs[verb].label}</Button>
      {choices.length > 1 && (
        <select aria-label={words.prompt.other} title={words.prompt.other} value={verb} className={styles['verbMenu']} onChange={({ target }) => onWish(target.value as Verb)}>
          {choices.map((choice) => <option key={choice} value={choice}>{words.verbs[choice].label}: {words.verbs[choice].help}</option>)}
        </select>
      )}
    </div>
  );
}
