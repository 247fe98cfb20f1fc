/** What the numbers of a PNG's rows mean: greys, colours or places in a palette, of 1 to 16 bits, as 8-bit RGB or RGBA. */
import { DarkroomError } from '../base/errors.ts';
import { type Picture, createPicture } from './picture.ts';
import { damagedPng } from './png-rows.ts';

/** The kinds of pixel. @source PNG specification, table 11.1 */
const kinds = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
} as const satisfies Record<number, { samples: number; depths: readonly number[] }>;

type Kind = keyof typeof kinds;

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  readonly kind: Kind;
}

/** What stands in chunks of their own: PLTE, RGB by place; tRNS, the alpha of those places or the one colour that is clear. */
export interface PngColours {
  readonly palette?: Uint8Array | undefined;
  readonly clear?: Uint8Array | undefined;
}

/** @param data of IHDR @throws DarkroomError code 'data' when it is damaged, or interlaced */
export function readHeader(data: Uint8Array): PngHeader {
  if (data.length !== 13) throw damagedPng('it has no header');
  const view = new DataView(data.buffer, data.byteOffset, 13);
  const [width, height, depth, kind] = [view.getUint32(0), view.getUint32(4), view.getUint8(8), view.getUint8(9)];
  const depths: readonly number[] | undefined = kinds[kind as Kind]?.depths;
  if (!depths?.includes(depth)) throw damagedPng(`there is no kind ${kind} of ${depth} bits`);
  if (width === 0 || height === 0) throw damagedPng('it has no pixels');
  if (view.getUint8(12) !== 0) throw new DarkroomError('data', 'Interlaced PNGs are not read here: save the picture without interlacing.');
  return { width, height, depth, kind: kind as Kind };
}

/** Bytes of a row, and from one pixel to the next. */
export function rowBytes({ width, depth, kind }: PngHeader): { readonly stride: number; readonly reach: number } {
  const bits = depth * kinds[kind].samples;
  return { stride: Math.ceil((width * bits) / 8), reach: Math.max(1, bits >> 3) };
}

/** @param rows without filters, each row begins with a whole byte */
export function pictureFromRows(rows: Uint8Array, header: PngHeader, colours: PngColours): Picture {
  const { width, height, depth, kind } = header;
  const plain = depth === 8 && colours.clear === undefined;
  if (plain && kind === 2) return createPicture(width, height, rows, 3);
  if (plain && kind === 6) return createPicture(width, height, rows, 4);
  const samples = unpacked(rows, header);
  return kind === 3 ? fromPalette(samples, header, colours) : fromSamples(samples, header, colours.clear);
}

function unpacked(rows: Uint8Array, header: PngHeader): Uint16Array {
  const { height, depth } = header;
  const across = header.width * kinds[header.kind].samples;
  const { stride } = rowBytes(header);
  const out = new Uint16Array(across * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < across; x++) {
      const bit = x * depth;
      const at = y * stride + (bit >> 3);
      out[y * across + x] = depth === 16 ? ((rows[at] as number) << 8) | (rows[at + 1] as number) : ((rows[at] as number) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }
  }
  return out;
}

function fromPalette(places: Uint16Array, { width, height }: PngHeader, { palette, clear }: PngColours): Picture {
  if (palette === undefined || palette.length === 0 || palette.length % 3 !== 0) throw damagedPng('it has no palette');
  const channels = clear === undefined ? 3 : 4;
  const data = new Uint8Array(width * height * channels);
  places.forEach((place, i) => {
    if (3 * place >= palette.length) throw damagedPng('a pixel is not in its palette');
    data.set(palette.subarray(3 * place, 3 * place + 3), i * channels);
    if (clear !== undefined) data[4 * i + 3] = clear[place] ?? 255;
  });
  return createPicture(width, height, data, channels);
}

/** Greys become three equal numbers; the one clear colour, compared before rounding, becomes alpha. */
function fromSamples(samples: Uint16Array, { width, height, depth, kind }: PngHeader, clear: Uint8Array | undefined): Picture {
  const step = kinds[kind].samples;
  const hues = step < 3 ? 1 : 3;
  const key = clear === undefined || step > hues ? undefined : clearColour(clear, hues);
  const channels = step > hues || key !== undefined ? 4 : 3;
  const most = 2 ** depth - 1;
  const data = new Uint8Array(width * height * channels);
  for (let i = 0; i < width * height; i++) {
    for (let channel = 0; channel < 3; channel++) data[i * channels + channel] = Math.round(((samples[i * step + (hues === 1 ? 0 : channel)] as number) * 255) / most);
    if (step > hues) data[4 * i + 3] = Math.round(((samples[i * step + hues] as number) * 255) / most);
    else if (key !== undefined) data[4 * i + 3] = key.every((value, hue) => samples[i * step + hue] === value) ? 0 : 255;
  }
  return createPicture(width, height, data, channels);
}

function clearColour(clear: Uint8Array, hues: number): readonly number[] {
  if (clear.length !== 2 * hues) throw damagedPng('its clear colour is cut off');
  return Array.from({ length: hues }, (_, hue) => ((clear[2 * hue] as number) << 8) | (clear[2 * hue + 1] as number));
}
