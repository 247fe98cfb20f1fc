/** PNGs packed by Node's own threads: this one stays free, and it takes a fraction of the time. */
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { encodePngWith } from '../images/png.ts';
import type { Picture } from '../images/picture.ts';

const deflated = promisify<Uint8Array, { level: number }, Buffer>(deflate);
const LEVEL = 9;

/** As `encodePng`; the bytes may differ, the pixels do not. */
export const encodePngAside = (picture: Picture, text: Readonly<Record<string, string>> = {}): Promise<Uint8Array<ArrayBuffer>> => encodePngWith((rows) => deflated(rows, { level: LEVEL }), picture, text);
