import { describe, expect, it } from 'vitest';
import * as ops from '../../graph/ops/index.ts';
import { countFlops } from '../../graph/flops.ts';
import { createParameters } from '../../nn/parameters.ts';
import { detectionsOf } from './detections.ts';
import { detectorNetwork } from './detector.ts';
import { type Located, targetsOf } from './targets.ts';

const thing = (subject: number, x: number, y: number, side = 0.3): Located => ({ subject, tint: subject % 2, centre: [x, y], width: side, height: side });

describe('targets and detections', () => {
  it('give back the things that they were made of', () => {
    const cells = 32;
    const things = [thing(3, 0.26, 0.7), thing(1, 0.71, 0.33, 0.2)];
    const targets = targetsOf([things], cells);
    const [box, subject, tint] = [new Float32Array(4 * cells * cells), new Int32Array(cells * cells), new Int32Array(cells * cells)];
    things.forEach((_, i) => {
      const row = targets.rows[i] as number;
      box.set(targets.boxes.subarray(4 * i, 4 * i + 4), 4 * row);
      [subject[row], tint[row]] = [targets.subjects[i] as number, targets.tints[i] as number];
    });
    const found = detectionsOf({ centre: targets.heat, box, subject, tint }, cells, 0.9).sort((a, b) => a.box.left - b.box.left);
    expect(found.map((each) => [each.subject, each.tint])).toEqual([[3, 1], [1, 1]]);
    found.forEach((each, i) => {
      const { centre: [x, y], width } = things[i] as Located;
      expect(each.box.left).toBeCloseTo(x - width / 2, 5);
      expect(each.box.bottom).toBeCloseTo(y + width / 2, 5);
    });
  });

  it('sees one of two equal neighbours, and nothing in an empty map', () => {
    const maps = { centre: new Float32Array(64), box: new Float32Array(256), subject: new Int32Array(64), tint: new Int32Array(64) };
    expect(detectionsOf(maps, 8)).toEqual([]);
    maps.centre[9] = maps.centre[10] = 0.8;
    expect(detectionsOf(maps, 8)).toHaveLength(1);
  });
});

describe('the detector', () => {
  it('costs little', () => {
    const maps = detectorNetwork(createParameters(), ops.input('pictures', [1, 3, 256, 256]));
    expect(countFlops([maps.centre, maps.box, maps.overall]) / 1e9).toBeLessThan(1.6);
  });
});
