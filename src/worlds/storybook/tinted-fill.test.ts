import { describe, expect, it } from 'vitest';
import { drawings } from './art/drawings.ts';
import { ART_FAMILIES } from './subject.ts';
import { tintRamps } from './tint-ramps.ts';
import { tintedFill } from './tinted-fill.ts';
import { subjectIds, subjects, tintIds } from './vocabulary.ts';

const tintable = subjectIds.filter((id) => subjects[id].tintable).flatMap((id) => ART_FAMILIES.map((family) => ({ name: `${id} ${family}`, drawing: drawings[id][family] })));

describe('tinted fills', () => {
  it('gives the main paint of every tintable drawing the pure tint', () => {
    for (const tint of tintIds) for (const { name, drawing } of tintable) expect(tintedFill(drawing.paint?.[0] ?? '', drawing, tintRamps[tint]), name).toBe(tintRamps[tint].pure);
  });

  it('leaves tyres and glass alone', () => {
    const kept = (id: 'car' | 'bus', fill: string): void => {
      expect(drawings[id].noto.icon.fills).toContain(fill);
      expect(tintedFill(fill, drawings[id].noto, tintRamps.pink)).toBe(fill);
    };
    kept('car', '#4e433d');
    kept('car', '#afe3fb');
    kept('bus', '#afe3fb');
  });

  it('keeps the shades of one drawing apart', () => {
    const { noto } = drawings.car;
    const shades = (noto.paint ?? []).map((fill) => tintedFill(fill, noto, tintRamps.blue));
    expect(new Set(shades).size).toBe(shades.length);
  });
});
