import { describe, expect, test } from 'vitest';
import type { Icon } from './icon.ts';
import { edged, partsOf, recoloured, silhouetted } from './icon-parts.ts';
import { pathExtent } from './path-extent.ts';

const icon: Icon = {
  origin: 'test:icon', licence: 'MIT', width: 32, height: 32, ink: [0, 0, 32, 32], mainFill: '#112233', fills: ['#112233', '#445566', '#778899'],
  body: '<g transform="translate(2 3) scale(4)"><path fill="#112233" d="M0 0h4v4z"/><g fill="#445566"><circle cx="1" cy="1" r="1"/></g></g><path fill="none" stroke="#778899" stroke-width="2" stroke-linecap="round" d="M0 0h4"/><path fill="#000000" opacity=".2" d="M1 1h2z"/>',
};

describe('an icon in parts', () => {
  test('parts know what their groups say', () => {
    const [triangle, disc, line, shade] = partsOf(icon);
    expect(triangle).toMatchObject({ fill: '#112233', scale: 4, transform: 'translate(2 3) scale(4)', opacity: 1 });
    expect(disc).toMatchObject({ fill: '#445566', shape: '<circle cx="1" cy="1" r="1"' });
    expect(line).toMatchObject({ stroke: '#778899', strokeWidth: 2, transform: '', scale: 1, shape: '<path stroke-linecap="round" d="M0 0h4"' });
    expect(line).not.toHaveProperty('fill');
    expect(shade?.opacity).toBe(0.2);
    expect([triangle, disc, line].map((part) => part?.extent)).toEqual([16, 8, 4]);
  });

  test('recoloured keeps every part, its order and its opacity', () => {
    expect(recoloured(icon, (colour) => colour.replace('#', '#f').slice(0, 7))).toBe(
      '<g transform="translate(2 3) scale(4)"><path d="M0 0h4v4z" fill="#f11223"/></g><g transform="translate(2 3) scale(4)"><circle cx="1" cy="1" r="1" fill="#f44556"/></g>'
      + '<path stroke-linecap="round" d="M0 0h4" fill="none" stroke="#f77889" stroke-width="2"/><path d="M1 1h2z" fill="#f00000" opacity="0.2"/>');
  });

  test('a silhouette is one colour without faint shading, grown in units of the icon even inside an enlarged group', () => {
    const markup = silhouetted(icon, '#abcdef', 2);
    expect(markup.match(/#[0-9a-f]{6}/g)?.every((colour) => colour === '#abcdef')).toBe(true);
    expect([...markup.matchAll(/stroke-width="([\d.]+)"/g)].map(([, width]) => Number(width))).toEqual([1, 1, 6]);
  });

  test('what is too small for a line around it is painted as edge', () => {
    expect(edged({ ...icon }, () => '#000000', () => '#ffffff', 5)).not.toContain('#000000');
  });

  test('an edged line is its edge with its colour inside', () => {
    expect(edged(icon, () => '#000000', () => '#ffffff', 1).split('stroke-linecap').slice(1).map((text) => /stroke="(#\w+)" stroke-width="([\d.]+)"/.exec(text)?.slice(1))).toEqual([['#ffffff', '3'], ['#000000', '1']]);
  });
});

describe('extent of paths', () => {
  test('is the longer side of the largest piece, absolute or relative, lines, curves and arcs', () => {
    expect(pathExtent('M0 0h10v4H0z')).toBe(10);
    expect(pathExtent('m5 5l2 3zm100 100h6v2z')).toBe(6);
    expect(pathExtent('M1 1C1 9 3 9 3 1')).toBe(8);
    expect(pathExtent('M0 0a2 2 0 011.5 3z')).toBe(3);
  });
});
