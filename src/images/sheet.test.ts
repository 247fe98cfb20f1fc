import { describe, expect, test } from 'vitest';
import { lineChart, logTicks, niceTicks } from './chart.ts';
import { brokenLines, letterDots } from './font.ts';
import { blankPicture, createPicture, cropped, enlarged, flattened, pictureFromPlanes, planesFromPicture } from './picture.ts';
import { contactSheet } from './sheet.ts';

const red = blankPicture(4, 3, [255, 0, 0]);
const count = (picture: { data: Uint8Array }, colour: readonly number[]) => Array.from({ length: picture.data.length / 3 }, (_, i) => colour.every((value, channel) => picture.data[3 * i + channel] === value)).filter(Boolean).length;

describe('pictures', () => {
  test('planes and back', () => {
    const picture = createPicture(2, 1, Uint8Array.of(0, 128, 255, 10, 20, 30));
    expect(pictureFromPlanes(planesFromPicture(picture), 2, 1)).toEqual(picture);
    expect([...pictureFromPlanes(Float32Array.of(-7, 7, 0), 1, 1).data]).toEqual([0, 255, 128]);
  });

  test('enlarging repeats, cropping cuts, flattening lays over', () => {
    expect(count(enlarged(red, 3), [255, 0, 0])).toBe(4 * 3 * 9);
    expect(cropped(red, 1, 1, 2, 2)).toMatchObject({ width: 2, height: 2 });
    expect(() => cropped(red, 3, 0, 2, 1)).toThrow(/beyond/);
    expect([...flattened(createPicture(1, 1, Uint8Array.of(0, 0, 255, 51), 4)).data]).toEqual([204, 204, 255]);
    expect(() => enlarged(red, 0)).toThrow(/whole number/);
  });
});

describe('sheets', () => {
  test('words under pictures make their row higher and leave ink below, not in, the pictures', () => {
    const plain = contactSheet({ rows: [{ pictures: [red, red] }], scale: 20 });
    const said = contactSheet({ rows: [{ pictures: [red, red], captions: ['one', 'two words'] }], scale: 20 });
    expect(said.height).toBeGreaterThan(plain.height);
    expect(count(said, [255, 0, 0])).toBe(count(plain, [255, 0, 0]));
    expect(count(said, [40, 40, 44])).toBeGreaterThan(20);
  });

  test('every picture is there, enlarged, and the labels leave ink', () => {
    const sheet = contactSheet({ rows: [{ label: 'a red thing', pictures: [red, red] }, { pictures: [red] }], columnLabels: ['one', 'two'], scale: 5 });
    expect(count(sheet, [255, 0, 0])).toBe(3 * 4 * 3 * 25);
    expect(count(sheet, [40, 40, 44])).toBeGreaterThan(60);
  });

  test('gap and background are the caller\'s, and words stay readable on dark', () => {
    const sheet = contactSheet({ rows: [{ label: 'x', pictures: [red, red] }], scale: 1, gap: 0, background: [0, 0, 0] });
    expect(sheet.width).toBe(6 + 2 * 6 + 2 * red.width);
    expect(count(sheet, [250, 249, 246])).toBe(letterDots('x').length);
    expect(() => contactSheet({ rows: [{ pictures: [red] }], gap: -1 })).toThrow(/gap/);
  });

  test('pictures of different sizes are refused', () => {
    expect(() => contactSheet({ rows: [{ pictures: [red, blankPicture(2, 2, [0, 0, 0])] }] })).toThrow(/one size/);
    expect(() => contactSheet({ rows: [] })).toThrow(/at least one/);
  });

  test('lines break between words, and long words break anywhere', () => {
    expect(brokenLines('a red fox on the beach', 9)).toEqual(['a red fox', 'on the', 'beach']);
    expect(brokenLines('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
  });

  test('every printable letter is drawn', () => {
    const box = letterDots('\u0001');
    const ascii = Array.from({ length: 126 - 32 }, (_, i) => String.fromCharCode(33 + i));
    for (const letter of ascii) expect(letterDots(letter), letter).not.toEqual(box);
    expect(new Set(ascii.map((letter) => JSON.stringify(letterDots(letter)))).size).toBe(ascii.length);
  });
});

describe('charts', () => {
  test('ticks are round numbers', () => {
    expect(niceTicks(0, 10)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(niceTicks(0.013, 0.027)).toEqual([0.015, 0.02, 0.025]);
    expect(niceTicks(5, 5).length).toBeGreaterThan(0);
  });

  test('a logarithmic axis has round numbers, over many decades and within one', () => {
    expect(logTicks(0.018, 1.42)).toEqual([0.02, 0.05, 0.1, 0.2, 0.5, 1]);
    expect(logTicks(1e-9, 10)).toEqual([1e-8, 1e-6, 1e-4, 0.01, 1]);
    expect(logTicks(0.91, 0.96)).toEqual([0.91, 0.92, 0.93, 0.94, 0.95, 0.96]);
    for (const [low, high] of [[1, 1], [0.3, 0.3], [2e-300, 3e300]] as const) expect(logTicks(low, high).length, `${low}`).toBeGreaterThan(0);
  });

  test('a run of any length is drawn', () => {
    const points = Array.from({ length: 200_000 }, (_, i) => [i, i % 7] as const);
    expect(lineChart({ title: 't', xLabel: 'x', yLabel: 'y', series: [{ name: 's', points }] })).toContain('</svg>');
  });

  test('text is escaped, impossible points are left out, nothing gives nothing', () => {
    const svg = lineChart({ title: 'a < b & "c"', xLabel: 'x', yLabel: 'y', logY: true, series: [{ name: 's', points: [[0, 1], [1, 0], [2, NaN], [3, 0.01]] }] });
    expect(svg).toContain('a &#60; b &#38; &#34;c&#34;');
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(lineChart({ title: 't', xLabel: 'x', yLabel: 'y', series: [{ name: 's', points: [] }] })).toBe('');
  });
});
