/** What is drawn about the frame: the paper below it, its outline, the handles of the frame tool. */
import Konva from 'konva';
import type { Rectangle } from '../document/document.ts';

/** Screen pixels. */
const checker = 8;
const handle = 10;
const colours = { dark: ['#26221f', '#1d1a18', '#6f6660'], light: ['#fdfbf9', '#f0ebe4', '#8d8379'] } as const;
const accent = '#ff6a3d';

/** Owns three nodes that the stage puts where they belong. */
export class FrameMarks {
  readonly paper = new Konva.Rect({ listening: false });
  readonly outline = new Konva.Rect({ listening: false, strokeScaleEnabled: false });
  readonly handles = new Konva.Group({ listening: false });

  constructor() {
    for (let i = 0; i < 8; i++) this.handles.add(new Konva.Rect({ fill: '#ffffff', stroke: accent, strokeWidth: 2, strokeScaleEnabled: false, listening: false }));
  }

  draw({ x, y, width, height }: Rectangle, { zoom, dark, active, empty }: { readonly zoom: number; readonly dark: boolean; readonly active: boolean; readonly empty: boolean }): void {
    const [light, shade, line] = colours[dark ? 'dark' : 'light'];
    (this.paper as Konva.Node).setAttrs({ x, y, width, height, fillPatternImage: pattern(light, empty ? light : shade), fillPatternScaleX: 1 / zoom, fillPatternScaleY: 1 / zoom });
    this.outline.setAttrs({ x, y, width, height, stroke: active ? accent : line, strokeWidth: active ? 2 : 1 });
    this.handles.visible(active);
    const side = handle / zoom;
    const spots = [[0, 0], [0.5, 0], [1, 0], [0, 0.5], [1, 0.5], [0, 1], [0.5, 1], [1, 1]] as const;
    this.handles.getChildren().forEach((each, i) => {
      const [across, down] = spots[i] as readonly [number, number];
      each.setAttrs({ x: x + across * width - side / 2, y: y + down * height - side / 2, width: side, height: side });
    });
  }
}

const patterns = new Map<string, HTMLCanvasElement>();

/** Squares, as every editor shows where nothing is; plain paper when both are alike. */
function pattern(light: string, shade: string): HTMLCanvasElement {
  const known = patterns.get(light + shade);
  if (known !== undefined) return known;
  const canvas = Object.assign(document.createElement('canvas'), { width: 2 * checker, height: 2 * checker });
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.fillStyle = light;
  context.fillRect(0, 0, 2 * checker, 2 * checker);
  context.fillStyle = shade;
  context.fillRect(0, 0, checker, checker);
  context.fillRect(checker, checker, checker, checker);
  patterns.set(light + shade, canvas);
  return canvas;
}
