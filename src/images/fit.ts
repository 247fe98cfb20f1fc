/** Pictures of one shape at a size of another: cut, stretched, or with their edges drawn out. */
import { cropped, type Picture, createPicture } from './picture.ts';
import { resized } from './resize.ts';

/** crop: both sides reach the size, what hangs over is cut off evenly. stretch: each side by itself. pad: all of it, its edge pixels drawn out to the size. */
export function fitted(picture: Picture, width: number, height: number, fit: 'crop' | 'stretch' | 'pad'): Picture {
  if (fit === 'stretch') return resized(picture, width, height);
  const scale = (fit === 'crop' ? Math.max : Math.min)(width / picture.width, height / picture.height);
  const scaled = resized(picture, Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
  const [left, top] = [Math.floor((scaled.width - width) / 2), Math.floor((scaled.height - height) / 2)];
  if (fit === 'crop') return cropped(scaled, Math.max(0, left), Math.max(0, top), width, height);
  return extended(scaled, { left: -left, top: -top, right: width - scaled.width + left, bottom: height - scaled.height + top });
}

/** More room at the sides, filled with the pixels of the edge. */
export function extended({ width, height, channels, data }: Picture, { left, top, right, bottom }: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }): Picture {
  const [wide, high] = [width + left + right, height + top + bottom];
  const out = new Uint8Array(wide * high * channels);
  for (let y = 0; y < high; y++) {
    const row = Math.min(height - 1, Math.max(0, y - top)) * width;
    for (let x = 0; x < wide; x++) {
      const from = (row + Math.min(width - 1, Math.max(0, x - left))) * channels;
      for (let channel = 0; channel < channels; channel++) out[(y * wide + x) * channels + channel] = data[from + channel] as number;
    }
  }
  return createPicture(wide, high, out, channels);
}
