/** Actions: everything a person can do, as records. Menus, shortcuts and the command palette are made from them. */

/** What an action may use; made by the app. */
export interface Action<Context> {
  readonly id: string;
  /** In the imperative, as on a button. */
  readonly label: string;
  readonly group: string;
  /** One sentence for tooltips and the palette. */
  readonly help?: string;
  /** As `Mod+Shift+Z`: Mod is Ctrl, or ⌘ on a Mac. Several are all good. */
  readonly keys?: readonly string[];
  /** Its chords with Mod, and Escape, mean it while somebody types, too. Default false: then they mean what they mean in a text. */
  readonly typing?: boolean;
  /** Absent: always. */
  readonly enabled?: (context: Context) => boolean;
  readonly perform: (context: Context) => void;
}

/** What a keyboard event says, so that tests need no browser. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** @returns the press as `Mod+Shift+Z` */
export function chordOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): string {
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key;
  // With a printed character, Shift is in the character already ('?', '+'), except for letters.
  const shift = shiftKey && (key.length > 1 || /[a-z]/i.test(key));
  return [...(ctrlKey || metaKey ? ['Mod'] : []), ...(altKey ? ['Alt'] : []), ...(shift ? ['Shift'] : []), name].join('+');
}

/** The enabled action that a press means; plain letters mean letters while somebody types. */
export function actionForPress<Context>(actions: readonly Action<Context>[], press: KeyPress, context: Context, typing: boolean): Action<Context> | undefined {
  const chord = chordOf(press);
  const plain = !chord.startsWith('Mod+') && chord !== 'Escape';
  return actions.find((action) => action.keys?.includes(chord) && !(typing && (plain || !action.typing)) && (action.enabled?.(context) ?? true));
}

/** The first shortcut as people write it: ⌘Z, or Ctrl+Z. */
export function shortcutText({ keys }: { readonly keys?: readonly string[] | undefined }, mac: boolean): string | undefined {
  const [first] = keys ?? [];
  if (first === undefined) return undefined;
  return mac ? first.replace('Mod+', '⌘').replace('Shift+', '⇧').replace('Alt+', '⌥') : first.replace('Mod', 'Ctrl');
}

/** Palette search: every word of the query must begin a word of the label, group or help. */
export function searchActions<Context>(actions: readonly Action<Context>[], query: string): readonly Action<Context>[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return actions.filter(({ label, group, help = '' }) => {
    const words = `${label} ${group} ${help}`.toLowerCase().split(/\W+/);
    return wanted.every((want) => words.some((word) => word.startsWith(want)));
  });
}

const signs: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' };

/** Names of keys as they stand on keyboards: ← for ArrowLeft. */
export const keyNames = (shortcut: string): string => shortcut.replace(/Arrow(Left|Right|Up|Down)|Escape/g, (name) => signs[name] ?? name);
