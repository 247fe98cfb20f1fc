import { describe, expect, it } from 'vitest';
import { fitted, pannedBy, toDocument, toScreen, zoomedAt } from './view.ts';

describe('the view', () => {
  const view = { zoom: 2, offset: { x: 30, y: -10 } };

  it('keeps the point under the pointer when it zooms', () => {
    const at = { x: 100, y: 80 };
    const before = toDocument(view, at);
    const after = toDocument(zoomedAt(view, at, 1.7), at);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
    expect(zoomedAt(view, at, 1e9).zoom).toBe(64);
  });

  it('goes to the screen and back, and pans by screen pixels', () => {
    expect(toDocument(view, toScreen(view, { x: 3, y: 4 }))).toEqual({ x: 3, y: 4 });
    expect(toScreen(pannedBy(view, { x: 5, y: 6 }), { x: 0, y: 0 })).toEqual({ x: 35, y: -4 });
  });

  it('fits a frame in the middle, in whole steps when it is small', () => {
    const { zoom, offset } = fitted({ x: 0, y: 0, width: 100, height: 100 }, { width: 500, height: 420 });
    expect(zoom).toBe(3);
    expect(offset).toEqual({ x: 100, y: 60 });
    expect(fitted({ x: 0, y: 0, width: 32, height: 32 }, { width: 920, height: 586 }).zoom).toBe(14);
    expect(fitted({ x: 0, y: 0, width: 2000, height: 1000 }, { width: 548, height: 448 }).zoom).toBe(0.25);
  });
});
