/** The name of a picture by its pixels: the same whatever file it travelled in. */
import type { Picture } from './picture.ts';

/** SHA-256 over width, height and channels (32-bit, big-endian) and the pixels, in hexadecimal. */
export async function pictureHash({ width, height, channels, data }: Picture): Promise<string> {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  [width, height, channels].forEach((value, i) => view.setUint32(4 * i, value));
  bytes.set(data, 12);
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
