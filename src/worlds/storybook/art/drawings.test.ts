import { describe, expect, it } from 'vitest';
import { ART_FAMILIES, type Drawing } from '../subject.ts';
import { subjectIds, subjects } from '../vocabulary.ts';
import { drawings } from './drawings.ts';

const all = subjectIds.flatMap((id) => ART_FAMILIES.map((family) => ({ id, family, name: `${id} ${family}`, drawing: drawings[id][family] })));
const iconsOf = ({ icon, riding }: Drawing): Drawing['icon'][] => [icon, ...(riding === undefined ? [] : [riding.icon])];

describe('drawings of the storybook world', () => {
  it('draws every subject in both families, from different hands', () => {
    for (const id of subjectIds) expect(drawings[id].noto.icon.body, id).not.toBe(drawings[id].fluent.icon.body);
  });

  it('holds flat colours only, all of them listed', () => {
    for (const { name, drawing } of all) {
      for (const { body, fills, mainFill } of iconsOf(drawing)) {
        expect(body, name).not.toMatch(/gradient|url\(|filter|mask|clip|<use|<image|style=|stroke|id=/i);
        expect(new Set(body.match(/#\w+/g)), name).toEqual(new Set(fills));
        for (const fill of fills) expect(fill, name).toMatch(/^#[0-9a-f]{6}$/);
        expect(fills, name).toContain(mainFill);
      }
    }
  });

  it('keeps its ink inside the view box', () => {
    for (const { name, drawing } of all) {
      for (const { ink: [x, y, width, height], width: boxWidth, height: boxHeight } of iconsOf(drawing)) {
        expect(Math.min(x, y), name).toBeGreaterThanOrEqual(0);
        expect(Math.min(width, height), name).toBeGreaterThan(0.2 * boxWidth);
        expect(x + width, name).toBeLessThanOrEqual(boxWidth);
        expect(y + height, name).toBeLessThanOrEqual(boxHeight);
      }
    }
  });

  it('has a seat exactly where one can ride, and a top exactly where one can stand', () => {
    for (const { id, name, drawing } of all) {
      expect(drawing.seat !== undefined, name).toBe(subjects[id].mount === true);
      expect(drawing.top !== undefined, name).toBe(subjects[id].platform === true);
    }
  });

  it('knows how all who ride sit on a mount', () => {
    for (const { id, name, drawing } of all) expect(drawing.riding !== undefined, name).toBe(subjects[id].rides === true);
  });

  it('has a hand for all who hold things', () => {
    for (const { id, name, drawing } of all) if (subjects[id].holds) expect(drawing.hand, name).toBeDefined();
  });

  it('knows what a tint replaces, for exactly the tintable subjects', () => {
    for (const { id, name, drawing: { icon, paint } } of all) {
      expect(paint !== undefined, name).toBe(subjects[id].tintable);
      for (const fill of paint ?? []) expect(icon.fills, name).toContain(fill);
    }
  });

  it('keeps points inside the ink box', () => {
    for (const { name, drawing: { seat, top, hand, riding } } of all) {
      for (const point of [seat, top, hand, riding?.bottom]) for (const part of point ?? []) expect(part >= 0 && part <= 1, name).toBe(true);
    }
  });

  it('stays within a megabyte and a half', () => {
    const characters = all.reduce((sum, { drawing }) => sum + iconsOf(drawing).reduce((total, { body }) => total + body.length, 0), 0);
    expect(characters).toBeLessThan(1_500_000);
  });
});
