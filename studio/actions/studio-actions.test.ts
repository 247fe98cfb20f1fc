import { expect, it } from 'vitest';
import { actions } from './studio-actions.ts';

it('gives every action a name of its own', () => {
  expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
  expect(new Set(actions.map(({ label }) => label)).size).toBe(actions.length);
});

it('lets two actions share keys only where each says when it is meant', () => {
  const byKey = new Map<string, (typeof actions)[number][]>();
  for (const action of actions) for (const key of action.keys ?? []) byKey.set(key, [...(byKey.get(key) ?? []), action]);
  const shared = [...byKey].filter(([, those]) => those.length > 1);
  expect(shared.flatMap(([, those]) => those).every(({ enabled }) => enabled !== undefined)).toBe(true);
  expect(shared.map(([key]) => key).sort()).toEqual(['ArrowDown', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'Shift+ArrowDown', 'Shift+ArrowLeft', 'Shift+ArrowRight', 'Shift+ArrowUp']);
});
