import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { captionFromName } from './captions.ts';
import { parseCsv } from './csv.ts';
import { describeFolder, readImageFolder } from './image-folder.ts';

let folder = '';
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'pictures-')); });
afterEach(() => rm(folder, { recursive: true }));

const plain = (colour: string, width = 12, height = 8) => sharp({ create: { width, height, channels: 4, background: colour } });
const save = (name: string, bytes: Uint8Array | string) => writeFile(join(folder, name), bytes);
const read = () => readImageFolder(folder, { width: 4, height: 4 });
const pixel = (data: Uint8Array) => [...data.subarray(0, 3)];

describe('image folder', () => {
  test('every kind of picture becomes RGB of the wanted size', async () => {
    await save('red-fox.png', await plain('#ff0000').png().toBuffer());
    await save('half.PNG', await plain('#0000ff80').png().toBuffer());
    await save('grey thing.jpg', await plain('#808080').greyscale().jpeg().toBuffer());
    await save('deep-green.png', await plain('#00ff00').toColourspace('rgb16').png().toBuffer());
    await save('printed.jpeg', await plain('#ffffff').toColourspace('cmyk').jpeg().toBuffer());
    await save('web.webp', await plain('#102030').webp({ lossless: true }).toBuffer());
    const { pictures, skipped } = await read();
    expect(skipped).toEqual([]);
    const byFile = new Map(pictures.map(({ file, picture }) => [file, picture]));
    for (const picture of byFile.values()) expect(picture).toMatchObject({ width: 4, height: 4, channels: 3 });
    expect(pixel(byFile.get('red-fox.png')!.data)).toEqual([255, 0, 0]);
    expect(pixel(byFile.get('half.PNG')!.data)).toEqual([127, 127, 255]);
    expect(pixel(byFile.get('deep-green.png')!.data)).toEqual([0, 255, 0]);
    expect(pixel(byFile.get('web.webp')!.data)).toEqual([16, 32, 48]);
    for (const value of pixel(byFile.get('printed.jpeg')!.data)) expect(value).toBeGreaterThan(245);
    for (const value of pixel(byFile.get('grey thing.jpg')!.data)) expect(Math.abs(value - 128)).toBeLessThan(4);
  });

  test('a camera\'s orientation is obeyed', async () => {
    const top = await sharp({ create: { width: 8, height: 16, channels: 3, background: '#000000' } }).composite([{ input: await plain('#ffffff', 8, 8).png().toBuffer(), left: 0, top: 0 }]).png().toBuffer();
    await save('turned.png', await sharp(top).rotate(270).withMetadata({ orientation: 6 }).png().toBuffer());
    const { pictures } = await readImageFolder(folder, { width: 8, height: 16 });
    expect(pixel(pictures[0]!.picture.data)).toEqual([255, 255, 255]);
    expect(Array.from(pictures[0]!.picture.data.slice(-3))).toEqual([0, 0, 0]);
  });

  test('captions: the text beside it, then metadata, then the name', async () => {
    const png = await plain('#123456').png().toBuffer();
    await mkdir(join(folder, 'sub'));
    for (const name of ['a-dog.png', 'b-cat.png', 'sub/c.png', 'blue_bird_02.png', 'IMG_1234.png', 'empty.png']) await save(name, png);
    await save('a-dog.txt', ' a brown\ndog \n');
    await save('empty.txt', '  \n');
    await save('metadata.csv', '\ufefffile_name,extra,text\r\na-dog.png,1,"ignored"\r\nb-cat.png,2,"a ""grey"" cat, asleep"\r\nsub/c.png,3,third\r\ngone.png,4,x\r\n');
    const result = await read();
    expect(result.pictures.map(({ file, caption }) => [file, caption])).toEqual([['a-dog.png', 'a brown dog'], ['b-cat.png', 'a "grey" cat, asleep'], ['blue_bird_02.png', 'blue bird'], [join('sub', 'c.png'), 'third']]);
    expect(result.skipped.map(({ file }) => file).sort()).toEqual(['IMG_1234.png', 'empty.png', 'gone.png']);
    expect(describeFolder(result)).toMatch(/^4 pictures used \(captions: 1 by text file, 2 by metadata, 1 by file name\), 3 skipped/);
  });

  test('metadata.jsonl is read, and a broken line is named', async () => {
    await save('x1.png', await plain('#123456').png().toBuffer());
    await save('metadata.jsonl', '{"file_name":"x1.png","text":"a wall","other":1}\n\n');
    expect((await read()).pictures[0]?.caption).toBe('a wall');
    await save('metadata.jsonl', '{"file_name":"x1.png","text":"a wall"}\nnonsense\n');
    await expect(read()).rejects.toThrow(/metadata.jsonl, line 2/);
  });

  test('broken files are named and skipped; a folder with nothing usable is an error', async () => {
    const noisy = sharp({ create: { width: 64, height: 64, channels: 3, background: '#000000', noise: { type: 'gaussian', mean: 128, sigma: 60 } } });
    await save('whole.png', await plain('#ff0000').png().toBuffer());
    await save('cut off.jpg', (await noisy.jpeg().toBuffer()).subarray(0, 900));
    await save('lie.png', 'this is text');
    const { pictures, skipped } = await read();
    expect(pictures).toHaveLength(1);
    expect(skipped.map(({ file }) => file)).toEqual(['cut off.jpg', 'lie.png']);
    await rm(join(folder, 'whole.png'));
    await expect(read()).rejects.toThrow(/none of them usable: cut off.jpg/);
    await expect(readImageFolder(join(folder, 'nowhere'), { width: 4, height: 4 })).rejects.toThrow(/no folder/);
  });

  test('csv fields hold commas, quotes and line breaks', () => {
    expect(parseCsv('a,"b,""c""\nd"\n\n,e')).toEqual([['a', 'b,"c"\nd'], ['', 'e']]);
  });

  test('names become words', () => {
    expect(captionFromName('x/RedFox-on_the  beach (3).JPG')).toBe('red fox on the beach');
  });
});
