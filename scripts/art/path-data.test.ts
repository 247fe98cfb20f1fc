import { describe, expect, it } from 'vitest';
import { shortPath } from './path-data.ts';

describe('short path data', () => {
  it('writes absolute commands relative, and repeated ones once', () => {
    expect(shortPath('M10 20L30 40L50 20H60V10Z', 10)).toBe('m10 20l20 20 20-20h10v-10z');
  });

  it('reads what follows a move as lines', () => {
    expect(shortPath('m1 1 2 2 3 0z', 10)).toBe('m1 1l2 2 3 0z');
  });

  it('rounds where the pen is, so that a thousand small steps end where they should', () => {
    const steps = `M0 0${'l.04 .04'.repeat(1000)}`;
    const numbers = shortPath(steps, 10).match(/-?\d*\.?\d+/g)?.map(Number) ?? [];
    const ends = [0, 1].map((axis) => numbers.reduce((sum, value, i) => (i % 2 === axis ? sum + value : sum), 0));
    for (const end of ends) expect(end).toBeCloseTo(40, 5);
  });

  it('reads arcs whose flags run together', () => {
    expect(shortPath('M0 0a5 5 0 0110 0', 10)).toBe(shortPath('M0 0A5 5 0 0 1 10 0', 10));
  });

  it('returns to the start of its part after closing', () => {
    expect(shortPath('M5 5h10v10zl2 0', 10)).toBe('m5 5h10v10zl2 0');
  });

  it('refuses data that break off', () => {
    expect(() => shortPath('M1 2L3', 10)).toThrow('breaks off');
  });
});

describe('placed paths', () => {
  it('are scaled, then moved, arcs with their radii', () => {
    expect(shortPath('M1 1l2 2a1 1 0 0 1 1 1z', 10, { scale: 4, move: [10, 0] })).toBe('m14 4l8 8a4 4 0 0 1 4 4z');
  });
});
