import { describe, expect, it } from 'vitest';
import { type Action, actionForPress, chordOf, searchActions, shortcutText } from './action.ts';

const press = (key: string, more = {}) => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });
const actions: readonly Action<{ can: boolean }>[] = [
  { id: 'undo', label: 'Undo', group: 'Edit', keys: ['Mod+Z'], enabled: ({ can }) => can, perform: () => {} },
  { id: 'brush', label: 'Brush', group: 'Tools', help: 'Paint a mask', keys: ['B'], perform: () => {} },
  { id: 'find', label: 'Find', group: 'Help', keys: ['Mod+K', 'G'], typing: true, perform: () => {} },
  { id: 'help', label: 'Keys', group: 'Help', keys: ['?'], perform: () => {} },
];

describe('shortcuts', () => {
  it('reads presses as chords', () => {
    expect(chordOf(press('z', { metaKey: true, shiftKey: true }))).toBe('Mod+Shift+Z');
    expect(chordOf(press('?', { shiftKey: true }))).toBe('?');
    expect(chordOf(press(' '))).toBe('Space');
    expect(chordOf(press('ArrowLeft', { shiftKey: true }))).toBe('Shift+ArrowLeft');
  });

  it('finds the enabled action, and leaves letters to those who type', () => {
    expect(actionForPress(actions, press('z', { ctrlKey: true }), { can: true }, false)?.id).toBe('undo');
    expect(actionForPress(actions, press('z', { ctrlKey: true }), { can: false }, false)).toBeUndefined();
    expect(actionForPress(actions, press('b'), { can: true }, false)?.id).toBe('brush');
    expect(actionForPress(actions, press('b'), { can: true }, true)).toBeUndefined();
    expect(actionForPress(actions, press('z', { ctrlKey: true }), { can: true }, true)).toBeUndefined();
    expect(actionForPress(actions, press('k', { ctrlKey: true }), { can: true }, true)?.id).toBe('find');
    expect(actionForPress(actions, press('g'), { can: true }, true)).toBeUndefined();
  });

  it('writes them as the machine does, and finds actions by the beginnings of words', () => {
    expect(shortcutText(actions[0]!, true)).toBe('⌘Z');
    expect(shortcutText(actions[0]!, false)).toBe('Ctrl+Z');
    expect(searchActions(actions, 'pai mas').map(({ id }) => id)).toEqual(['brush']);
    expect(searchActions(actions, '')).toHaveLength(4);
  });
});
