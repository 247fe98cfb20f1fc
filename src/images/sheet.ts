/** Contact sheets: rows of pictures with words beside or above them, as one picture. */
import { DarkroomError } from '../base/errors.ts';
import { LETTER_WIDTH, LINE_HEIGHT, brokenLines, letterDots } from './font.ts';
import { type Picture, blankPicture, enlarged, flattened } from './picture.ts';

type Colour = readonly [red: number, green: number, blue: number];

export interface SheetRow {
  readonly label?: string;
  readonly pictures: readonly Picture[];
  /** Words under each picture. */
  readonly captions?: readonly string[];
}

export interface SheetOptions {
  readonly rows: readonly SheetRow[];
  readonly columnLabels?: readonly string[];
  /** Every pixel becomes a square of this side. Default: what brings the pictures to about 96 pixels. */
  readonly scale?: number;
  /** Pixels between pictures. Default: 6. */
  readonly gap?: number;
  /** RGB behind everything; words become light on a dark one. Default: a warm white. */
  readonly background?: Colour;
}

const PAPER: Colour = [250, 249, 246];
const INK: Colour = [40, 40, 44];
/** Luminance below which words are light. */
const DARK = 110;
const GAP = 6;
/** Between a picture and the words under it; the row's own gap leaves room for it. */
const CAPTION_GAP = 2;
const LABEL_LETTERS = 24;
const COMFORTABLE_SIDE = 96;

/** All pictures must have one size. @throws DarkroomError code 'data' when there is nothing to show or sizes differ */
export function contactSheet({ rows, columnLabels = [], scale, gap = GAP, background = PAPER }: SheetOptions): Picture {
  const first = rows.flatMap(({ pictures }) => pictures)[0];
  if (first === undefined) throw new DarkroomError('data', 'A sheet needs at least one picture.');
  if (!Number.isInteger(gap) || gap < 0) throw new DarkroomError('usage', `The gap of a sheet is a whole number of pixels of at least 0, not ${gap}.`, { gap });
  const ink = inkOn(background);
  const factor = scale ?? Math.max(1, Math.round(COMFORTABLE_SIDE / first.width));
  const [cellWidth, cellHeight] = [first.width * factor, first.height * factor];
  const labels = rows.map(({ label }) => brokenLines(label ?? '', LABEL_LETTERS));
  const longest = Math.max(0, ...labels.flat().map(({ length }) => length));
  const left = longest > 0 ? longest * LETTER_WIDTH + 2 * GAP : gap;
  const headings = columnLabels.map((label) => brokenLines(label, Math.max(1, Math.floor(cellWidth / LETTER_WIDTH))));
  const headingLines = Math.max(0, ...headings.map(({ length }) => length));
  const top = headingLines > 0 ? GAP + headingLines * LINE_HEIGHT : gap;
  const columns = Math.max(...rows.map(({ pictures }) => pictures.length));
  const captions = rows.map(({ captions: words = [] }) => words.map((text) => brokenLines(text, Math.max(1, Math.floor(cellWidth / LETTER_WIDTH)))));
  const captionHeight = (i: number): number => Math.max(0, ...(captions[i] ?? []).map(({ length }) => length)) * LINE_HEIGHT;
  const rowHeight = (i: number): number => Math.max(cellHeight + captionHeight(i), (labels[i]?.length ?? 0) * LINE_HEIGHT) + gap;
  const sheet = blankPicture(left + columns * (cellWidth + gap), rows.reduce((sum, _, i) => sum + rowHeight(i), top), background);
  headings.forEach((lines, column) => drawLines(sheet, lines, left + column * (cellWidth + gap), GAP, ink));
  let y = top;
  rows.forEach(({ pictures }, i) => {
    drawLines(sheet, labels[i] ?? [], GAP, y + Math.max(0, Math.floor((cellHeight - (labels[i]?.length ?? 0) * LINE_HEIGHT) / 2)), ink);
    pictures.forEach((picture, column) => {
      if (picture.width !== first.width || picture.height !== first.height) throw new DarkroomError('data', `A sheet's pictures have one size: ${first.width}×${first.height}, not ${picture.width}×${picture.height}.`);
      paste(sheet, enlarged(flattened(picture), factor), left + column * (cellWidth + gap), y);
      drawLines(sheet, captions[i]?.[column] ?? [], left + column * (cellWidth + gap), y + cellHeight + CAPTION_GAP, ink);
    });
    y += rowHeight(i);
  });
  return sheet;
}

/** @source Rec. 709 luminance, on sRGB numbers: enough to tell dark from light */
const inkOn = ([red, green, blue]: Colour): Colour => (0.2126 * red + 0.7152 * green + 0.0722 * blue < DARK ? PAPER : INK);

function paste(onto: Picture, picture: Picture, left: number, top: number): void {
  const bytes = picture.width * 3;
  for (let y = 0; y < picture.height; y++) onto.data.set(picture.data.subarray(y * bytes, (y + 1) * bytes), ((top + y) * onto.width + left) * 3);
}

function drawLines(onto: Picture, lines: readonly string[], left: number, top: number, ink: Colour): void {
  lines.forEach((line, row) => [...line].forEach((letter, column) => {
    for (const [x, y] of letterDots(letter)) {
      const at = ((top + row * LINE_HEIGHT + y) * onto.width + left + column * LETTER_WIDTH + x) * 3;
      if (left + column * LETTER_WIDTH + x < onto.width) onto.data.set(ink, at);
    }
  }));
}
