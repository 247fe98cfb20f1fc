import { describe, expect, it } from 'vitest';
import { activeLayer, coveredPart, emptyDocument, enlarged, type Layer, layerBounds, withLayer, withLayerAt, withNewLayer, withoutLayer } from './document.ts';
import { beginHistory, canRedo, commit, present, redo, undo, undoName } from './history.ts';
import { possibleVerbs, verbOf } from './verb.ts';

const layer = (id: string, more: Partial<Layer> = {}): Layer =>
  ({ id, name: id, asset: `sha256:${id}`, pixels: { width: 256, height: 256 }, at: { x: 0, y: 0 }, scale: 1, rotation: 0, opacity: 1, visible: true, ...more });

describe('documents', () => {
  const two = withNewLayer(withNewLayer(emptyDocument(256, 256), layer('sky')), layer('fox'));

  it('works on the selected layer, else on the front one that can be seen', () => {
    expect(activeLayer(two)?.id).toBe('fox');
    expect(activeLayer({ ...two, selected: 'sky' })?.id).toBe('sky');
    expect(activeLayer(withLayer({ ...two, selected: 'gone' }, 'fox', { visible: false }))?.id).toBe('sky');
  });

  it('orders layers from the back and forgets a selection that is gone', () => {
    expect(withLayerAt(two, 'fox', 0).layers.map(({ id }) => id)).toEqual(['fox', 'sky']);
    expect(withLayerAt(two, 'sky', 99).layers.map(({ id }) => id)).toEqual(['fox', 'sky']);
    expect(withoutLayer(two, 'fox').selected).toBeUndefined();
    expect(withoutLayer(two, 'sky').selected).toBe('fox');
  });

  it('bounds a layer that is turned', () => {
    const bounds = layerBounds(layer('fox', { pixels: { width: 100, height: 50 }, at: { x: 10, y: 20 }, rotation: 90 }));
    expect(bounds.width).toBeCloseTo(50);
    expect(bounds.height).toBeCloseTo(100);
    expect(bounds.x).toBeCloseTo(35);
    expect(bounds.y).toBeCloseTo(-5);
  });
});

describe('the part that is covered', () => {
  const wide = { ...emptyDocument(384, 256), layers: [layer('fox', { at: { x: 64, y: 0 } })] };

  it('is the box of the layer that holds all others', () => {
    expect(coveredPart(wide)).toEqual({ x: 64, y: 0, width: 256, height: 256 });
    expect(coveredPart(withNewLayer(wide, layer('hat', { at: { x: 100, y: 20 }, scale: 0.25, rotation: 30 })))).toEqual({ x: 64, y: 0, width: 256, height: 256 });
    expect(coveredPart({ ...wide, frame: { x: 100, y: -64, width: 100, height: 128 } })).toEqual({ x: 100, y: 0, width: 100, height: 64 });
  });

  it('is nothing so simple when layers are turned, see-through, or beside each other', () => {
    expect(coveredPart({ ...wide, layers: [layer('fox', { rotation: 10 })] })).toBeUndefined();
    expect(coveredPart({ ...wide, layers: [layer('fox', { opacity: 0.5 })] })).toBeUndefined();
    expect(coveredPart(withNewLayer(wide, layer('hat', { at: { x: 0, y: 0 }, scale: 0.5 })))).toBeUndefined();
    expect(coveredPart({ ...wide, layers: [layer('fox', { visible: false })] })).toBeUndefined();
  });
});

describe('enlarging', () => {
  it('keeps everything where it lay in the frame', () => {
    const frame = { x: 10, y: 20, width: 64, height: 32 };
    const bigger = enlarged({ ...withNewLayer(emptyDocument(64, 32), layer('fox', { at: { x: 14, y: 20 }, scale: 0.5 })), frame, mask: [{ kind: 'invert' }] }, 2);
    expect(bigger.frame).toEqual({ x: 10, y: 20, width: 128, height: 64 });
    expect(bigger.layers[0]).toMatchObject({ at: { x: 18, y: 20 }, scale: 1 });
    expect(bigger.mask).toEqual([]);
  });
});

describe('history', () => {
  it('takes back and brings again, and drops what was undone when something new is done', () => {
    let history = commit(commit(beginHistory(0), 'one', 1), 'two', 2);
    expect(undoName(history)).toBe('two');
    history = undo(history);
    expect(present(history)).toBe(1);
    expect(present(redo(history))).toBe(2);
    history = commit(history, 'three', 3);
    expect(canRedo(history)).toBe(false);
    expect(present(undo(undo(undo(history))))).toBe(0);
  });

  it('makes one act of a drag, and none of nothing', () => {
    const history = commit(commit(commit(beginHistory(0), 'opacity', 1, true), 'opacity', 2, true), 'opacity', 2, true);
    expect(history.past.map(({ state }) => state)).toEqual([0, 2]);
    expect(present(undo(history))).toBe(0);
  });
});

describe('the verb', () => {
  const empty = emptyDocument(256, 256);
  const picture = withNewLayer(empty, layer('fox'));
  const masked = { ...picture, mask: [{ kind: 'rectangle', mode: 'add', box: { x: 8, y: 8, width: 32, height: 32 } }] as const };

  it('names what the canvas asks for', () => {
    expect(verbOf({ document: empty, prompt: 'a fox' })).toBe('generate');
    expect(verbOf({ document: { ...picture, madeFrom: 'a fox' }, prompt: 'a fox ' })).toBe('vary');
    expect(verbOf({ document: { ...picture, madeFrom: 'a fox' }, prompt: 'a fox', presets: ['night'] })).toBe('refine');
    expect(verbOf({ document: { ...picture, madeFrom: 'a fox' }, prompt: 'a fox at night' })).toBe('refine');
    expect(verbOf({ document: masked, prompt: 'a hat' })).toBe('fill');
    expect(verbOf({ document: { ...picture, frame: { x: 0, y: 0, width: 384, height: 256 } }, prompt: '' })).toBe('expand');
  });

  it('honours a wish only where it can be done', () => {
    expect(verbOf({ document: picture, prompt: 'a fox', wished: 'upscale' })).toBe('upscale');
    expect(verbOf({ document: empty, prompt: 'a fox', wished: 'upscale' })).toBe('generate');
    expect(possibleVerbs(picture)).not.toContain('fill');
  });
});
