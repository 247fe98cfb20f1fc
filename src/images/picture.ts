/** Pictures in memory: 8-bit sRGB pixels, and their conversion from and to the networks' numbers. */
import { DarkroomError } from '../base/errors.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 3: RGB; 4: RGB and alpha, not premultiplied. */
  readonly channels: 3 | 4;
  /** Rows from the top, [height, width, channels], 0..255. */
  readonly data: Uint8Array;
}

/** @throws DarkroomError code 'data' when sizes and pixels do not fit */
export function createPicture(width: number, height: number, data: Uint8Array, channels: 3 | 4 = 3): Picture {
  const whole = [width, height].every((side) => Number.isInteger(side) && side > 0);
  if (!whole || data.length !== width * height * channels) throw new DarkroomError('data', `A picture of ${width}×${height} with ${channels} channels does not have ${data.length} bytes.`, { width, height, channels });
  return { width, height, channels, data };
}

/** A picture of one colour. */
export function blankPicture(width: number, height: number, colour: readonly [number, number, number]): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) data[i] = colour[i % 3] as number;
  return createPicture(width, height, data);
}

/** Network output to pixels: values beyond [-1, 1] are cut off. @param planes [3, height, width] */
export function pictureFromPlanes(planes: Float32Array, width: number, height: number): Picture {
  const area = width * height;
  const data = new Uint8Array(3 * area);
  for (let i = 0; i < area; i++) {
    for (let channel = 0; channel < 3; channel++) {
      data[3 * i + channel] = Math.round((Math.min(1, Math.max(-1, planes[channel * area + i] as number)) + 1) * 127.5);
    }
  }
  return createPicture(width, height, data);
}

/** Pixels to network input: [3, height, width] in [-1, 1]; alpha is ignored, see `flattened`. */
export function planesFromPicture({ width, height, channels, data }: Picture): Float32Array {
  const area = width * height;
  const planes = new Float32Array(3 * area);
  for (let i = 0; i < area; i++) {
    for (let channel = 0; channel < 3; channel++) planes[channel * area + i] = (data[channels * i + channel] as number) / 127.5 - 1;
  }
  return planes;
}

/** Transparent pixels laid over a colour. */
export function flattened({ width, height, channels, data }: Picture, background: readonly [number, number, number] = [255, 255, 255]): Picture {
  if (channels === 3) return { width, height, channels, data };
  const flat = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const alpha = (data[4 * i + 3] as number) / 255;
    for (let channel = 0; channel < 3; channel++) {
      flat[3 * i + channel] = Math.round(alpha * (data[4 * i + channel] as number) + (1 - alpha) * (background[channel] as number));
    }
  }
  return createPicture(width, height, flat);
}

/** A rectangle of a picture. @throws DarkroomError code 'data' when it reaches beyond the edges */
export function cropped({ width, height, channels, data }: Picture, left: number, top: number, cropWidth: number, cropHeight: number): Picture {
  if (left < 0 || top < 0 || left + cropWidth > width || top + cropHeight > height) throw new DarkroomError('data', `A crop of ${cropWidth}×${cropHeight} at ${left}, ${top} reaches beyond ${width}×${height}.`);
  const out = new Uint8Array(cropWidth * cropHeight * channels);
  for (let y = 0; y < cropHeight; y++) {
    const from = ((top + y) * width + left) * channels;
    out.set(data.subarray(from, from + cropWidth * channels), y * cropWidth * channels);
  }
  return createPicture(cropWidth, cropHeight, out, channels);
}

/** Every pixel as a square of factor × factor pixels. */
export function enlarged({ width, height, channels, data }: Picture, factor: number): Picture {
  if (!Number.isInteger(factor) || factor < 1) throw new DarkroomError('usage', `Pictures are enlarged by a whole number of at least 1, not ${factor}.`, { factor });
  if (factor === 1) return { width, height, channels, data };
  const wide = width * factor;
  const out = new Uint8Array(wide * height * factor * channels);
  for (let y = 0; y < height; y++) {
    const row = out.subarray(y * factor * wide * channels, (y * factor + 1) * wide * channels);
    for (let x = 0; x < wide; x++) {
      const from = (y * width + Math.floor(x / factor)) * channels;
      for (let channel = 0; channel < channels; channel++) row[x * channels + channel] = data[from + channel] as number;
    }
    for (let copy = 1; copy < factor; copy++) out.copyWithin((y * factor + copy) * wide * channels, y * factor * wide * channels, (y * factor + 1) * wide * channels);
  }
  return createPicture(wide, height * factor, out, channels);
}
