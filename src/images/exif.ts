/** The texts in a picture's EXIF block: where JPEG and WebP files carry what PNGs carry in text chunks. */

/** Tags that programs put recipes into. @source EXIF 2.32, tables 4 and 7 */
const names: Readonly<Record<number, string>> = { 0x010e: 'ImageDescription', 0x010f: 'Make', 0x0110: 'Model', 0x0131: 'Software', 0x927c: 'MakerNote', 0x9286: 'UserComment' };
const EXIF_FOLDER = 0x8769;
const TEXT_TYPES = new Set([1, 2, 7]);
const MOST_ENTRIES = 512;

const latin1 = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

/** @param bytes of the block, with or without `Exif\0\0` before it @returns texts by the tag's name; nothing for blocks that are damaged */
export function readExifTexts(bytes: Uint8Array): Record<string, string> {
  const block = latin1(bytes.subarray(0, 6)) === 'Exif\0\0' ? bytes.subarray(6) : bytes;
  const texts: Record<string, string> = {};
  const order = latin1(block.subarray(0, 2));
  if (block.length < 8 || (order !== 'II' && order !== 'MM')) return texts;
  const little = order === 'II';
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const readFolder = (at: number, depth: number): void => {
    if (depth > 2 || at + 2 > block.length) return;
    const count = Math.min(MOST_ENTRIES, view.getUint16(at, little));
    for (let i = 0; i < count; i++) {
      const entry = at + 2 + 12 * i;
      if (entry + 12 > block.length) return;
      const [tag, type, length] = [view.getUint16(entry, little), view.getUint16(entry + 2, little), view.getUint32(entry + 4, little)];
      if (tag === EXIF_FOLDER) readFolder(view.getUint32(entry + 8, little), depth + 1);
      const name = names[tag];
      if (name === undefined || !TEXT_TYPES.has(type)) continue;
      const from = length <= 4 ? entry + 8 : view.getUint32(entry + 8, little);
      if (from + length <= block.length) texts[name] = name === 'UserComment' ? comment(block.subarray(from, from + length), little) : utf8OrLatin1(block.subarray(from, from + length));
    }
  };
  readFolder(view.getUint32(4, little), 0);
  return texts;
}

const trimmed = (text: string): string => text.replace(/\0+$/, '');

function utf8OrLatin1(bytes: Uint8Array): string {
  try {
    return trimmed(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return trimmed(latin1(bytes));
  }
}

/** Eight letters say how it is written. UTF-16 is meant to follow the block's order, and often does not: the side with more zeros is the high one. */
function comment(bytes: Uint8Array, little: boolean): string {
  const code = latin1(bytes.subarray(0, 8));
  const text = bytes.subarray(8);
  if (!code.startsWith('UNICODE')) return utf8OrLatin1(code.startsWith('ASCII') || code.startsWith('\0') ? text : bytes);
  let [even, odd] = [0, 0];
  for (let i = 0; i + 1 < text.length; i += 2) {
    if (text[i] === 0) even++;
    if (text[i + 1] === 0) odd++;
  }
  const lowFirst = even === odd ? little : odd > even;
  return trimmed(new TextDecoder(lowFirst ? 'utf-16le' : 'utf-16be').decode(text));
}
