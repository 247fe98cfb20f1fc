/** The canvas itself: shows a document, gives pointers to the tools. With its marks the only user of Konva; it knows no React and no history. */
import Konva from 'konva';
import { type Document, type Layer, type Point, withLayer } from '../document/document.ts';
import type { FrameGrid } from '../document/sizes.ts';
import type { AssetStore } from '../storage/assets.ts';
import { type ToolName, tools } from '../tools/index.ts';
import type { ToolContext } from '../tools/tool.ts';
import { CanvasInput } from './canvas-input.ts';
import { FrameMarks } from './frame-marks.ts';
import { MaskOverlay } from './mask-overlay.ts';
import { fitted, pannedBy, type View, zoomedAt } from './view.ts';

export interface StageSettings {
  readonly tool: ToolName;
  readonly brush: ToolContext['brush'];
  readonly dark: boolean;
  readonly grid: FrameGrid;
  /** Document pixels over which a fill will fade. */
  readonly feather: number;
  /** Out of sight while a result is looked at. */
  readonly maskHidden: boolean;
}

export interface StageCallbacks {
  readonly commit: (act: string, document: Document) => void;
  readonly onView: (view: View) => void;
  /** A tool other than the hand was put to the canvas. */
  readonly onWork: () => void;
}

const maskColour = [255, 61, 110] as const;
/** Beyond this enlargement pixels are shown as the squares that they are. */
const squaresFrom = 2;
/** Document pixels of a mask whose soft edge is shown; larger ones would take too long. */
const mostSoftPixels = 1 << 21;
/** Screen pixels. */
const crossSize = 12;
const edgeWidth = 1.5;
const edgeDash = 5;
const accent = '#ff6a3d';

/** Owns the stage in one element; close it when the element goes. */
export class EditorStage {
  readonly #stage: Konva.Stage;
  readonly #pictures = new Konva.Layer({ listening: false });
  readonly #overlay = new Konva.Layer();
  readonly #content = new Konva.Group();
  readonly #marks = new Konva.Group();
  readonly #frame = new FrameMarks();
  readonly #maskImage: Konva.Image;
  readonly #maskEdge: Konva.Shape;
  readonly #transformer = new Konva.Transformer({
    rotateEnabled: true, keepRatio: true, flipEnabled: false, rotationSnaps: [0, 90, 180, 270], enabledAnchors: ['top-left', 'top-right', 'bottom-left', 'bottom-right'],
    anchorSize: 12, anchorCornerRadius: 3, anchorStroke: accent, borderStroke: accent, anchorStrokeWidth: 2,
  });
  readonly #cursor = new Konva.Circle({ listening: false, visible: false, strokeScaleEnabled: false, stroke: '#fff', strokeWidth: 1.5, shadowColor: '#000', shadowBlur: 2 });
  readonly #cross = new Konva.Line({ listening: false, visible: false, strokeScaleEnabled: false, stroke: accent, strokeWidth: 2, shadowColor: '#000', shadowBlur: 2 });
  readonly #mask = new MaskOverlay();
  readonly #nodes = new Map<string, { readonly node: Konva.Image; readonly asset: string }>();
  readonly #assets: AssetStore;
  readonly #callbacks: StageCallbacks;
  readonly #resizing: ResizeObserver;
  readonly #input: CanvasInput;
  #document: Document;
  #shown: Document | undefined;
  #settings: StageSettings;
  #view: View = { zoom: 1, offset: { x: 0, y: 0 } };
  /** The view is as `fit` made it: then it stays fitted when the window changes. */
  #fits = true;

  constructor(container: HTMLDivElement, document: Document, settings: StageSettings, assets: AssetStore, callbacks: StageCallbacks) {
    [this.#document, this.#settings, this.#assets, this.#callbacks] = [document, settings, assets, callbacks];
    this.#stage = new Konva.Stage({ container, width: container.clientWidth, height: container.clientHeight });
    this.#maskImage = new Konva.Image({ image: this.#mask.canvas, listening: false, sceneFunc: drawSharp });
    this.#maskEdge = new Konva.Shape({ listening: false, sceneFunc: (context) => this.#drawEdge(context._context) });
    this.#content.add(this.#frame.paper);
    this.#pictures.add(this.#content);
    this.#marks.add(this.#maskImage, this.#maskEdge, this.#frame.outline, this.#frame.handles, this.#cursor, this.#cross);
    this.#overlay.add(this.#marks, this.#transformer);
    this.#stage.add(this.#pictures, this.#overlay);
    this.#transformer.on('transformstart', () => callbacks.onWork());
    this.#transformer.on('transformend', () => this.#transformed());
    this.#input = new CanvasInput(container, {
      view: () => this.#view, setView: (view) => this.#setView(view), tool: () => this.#settings.tool, context: () => this.#context(), takes: (event) => this.#onHandle(event), hover: (at, byKeys) => this.#showPointer(at, byKeys),
    });
    this.#resizing = new ResizeObserver(() => this.#resize(container));
    this.#resizing.observe(container);
    this.fit();
    this.#draw();
  }

  setDocument(document: Document): void {
    if (document === this.#document) return;
    this.#document = document;
    this.#draw();
  }

  setSettings(settings: StageSettings): void {
    this.#settings = settings;
    this.#draw();
  }

  /** The whole frame in the middle. */
  fit(): void {
    this.#setView(fitted(this.#document.frame, { width: this.#stage.width(), height: this.#stage.height() }));
    this.#fits = true;
  }

  /** About the middle of the screen. */
  zoomBy(factor: number): void {
    this.#setView(zoomedAt(this.#view, { x: this.#stage.width() / 2, y: this.#stage.height() / 2 }, factor));
  }

  /** @param zoom screen pixels for a document pixel */
  zoomTo(zoom: number): void {
    this.zoomBy(zoom / this.#view.zoom);
  }

  /** Keys go to the canvas. */
  focus(): void {
    this.#stage.container().focus({ preventScroll: true });
  }

  /** Ends a gesture without a trace; tells whether there was one. */
  cancelGesture(): boolean {
    return this.#input.cancel();
  }

  close(): void {
    this.#input.close();
    this.#resizing.disconnect();
    this.#stage.destroy();
  }

  #resize(container: HTMLDivElement): void {
    this.#stage.size({ width: container.clientWidth, height: container.clientHeight });
    if (this.#fits) this.fit();
    else this.#setView(this.#view);
  }

  #setView(view: View): void {
    this.#view = view;
    this.#fits = false;
    for (const group of [this.#content, this.#marks]) {
      group.scale({ x: view.zoom, y: view.zoom });
      group.position(view.offset);
    }
    this.#drawFrame();
    this.#callbacks.onView(view);
    this.#stage.batchDraw();
  }

  #draw(): void {
    const { frame, layers, mask } = this.#shown ?? this.#document;
    this.#drawFrame();
    this.#drawLayers(layers);
    const masked = mask.length > 0 && !this.#settings.maskHidden;
    this.#maskImage.visible(masked);
    this.#maskEdge.visible(masked);
    if (masked) {
      const soft = this.#shown === undefined && frame.width * frame.height <= mostSoftPixels;
      this.#mask.draw(this.#shown ?? this.#document, maskColour, soft ? this.#settings.feather : 0);
      this.#maskImage.setAttrs({ image: this.#mask.canvas, x: frame.x, y: frame.y, width: frame.width, height: frame.height });
    }
    this.#drawTransformer();
    this.#setCursor(undefined);
    this.#stage.batchDraw();
  }

  /** White and black in turn: seen on every picture. */
  #drawEdge(context: CanvasRenderingContext2D): void {
    const { frame } = this.#shown ?? this.#document;
    const { zoom } = this.#view;
    context.translate(frame.x, frame.y);
    context.lineWidth = edgeWidth / zoom;
    for (const [colour, dash] of [['#fff', []], ['#000', [edgeDash / zoom]]] as const) {
      context.strokeStyle = colour;
      context.setLineDash([...dash]);
      context.stroke(this.#mask.edge);
    }
  }

  #drawFrame(): void {
    const { frame, layers } = this.#shown ?? this.#document;
    const { dark, tool } = this.#settings;
    this.#frame.draw(frame, { zoom: this.#view.zoom, dark, active: tool === 'frame', empty: layers.length === 0 });
  }

  #drawLayers(layers: readonly Layer[]): void {
    const wanted = new Set(layers.map(({ id }) => id));
    for (const [id, { node }] of this.#nodes) {
      if (wanted.has(id)) continue;
      node.destroy();
      this.#nodes.delete(id);
    }
    layers.forEach((layer, index) => {
      const node = this.#nodeOf(layer);
      const [width, height] = [layer.pixels.width * layer.scale, layer.pixels.height * layer.scale];
      // Konva turns about the offset; the document turns about the middle.
      (node as Konva.Node).setAttrs({ x: layer.at.x + width / 2, y: layer.at.y + height / 2, offsetX: width / 2, offsetY: height / 2, width, height, scaleX: 1, scaleY: 1, rotation: layer.rotation, opacity: layer.opacity, visible: layer.visible });
      node.zIndex(index + 1);
    });
  }

  #nodeOf(layer: Layer): Konva.Image {
    const known = this.#nodes.get(layer.id);
    if (known?.asset === layer.asset) return known.node;
    const node = known?.node ?? new Konva.Image({ image: undefined, sceneFunc: drawSharp });
    this.#nodes.set(layer.id, { node, asset: layer.asset });
    if (known === undefined) this.#content.add(node);
    void this.#show(layer, node);
    return node;
  }

  async #show({ id, asset }: Layer, node: Konva.Image): Promise<void> {
    const bitmap = await this.#assets.bitmap(asset);
    // Meanwhile the layer may show something else, or be gone.
    if (this.#nodes.get(id)?.asset !== asset) return;
    node.image(bitmap);
    this.#stage.batchDraw();
  }

  /** Handles around the selected layer while the move tool is at work. */
  #drawTransformer(): void {
    const { selected } = this.#shown ?? this.#document;
    const node = this.#settings.tool === 'move' && selected !== undefined ? this.#nodes.get(selected)?.node : undefined;
    this.#transformer.nodes(node === undefined || !node.visible() ? [] : [node]);
  }

  #context(): ToolContext {
    if (this.#settings.tool !== 'hand') this.#callbacks.onWork();
    return {
      document: this.#document, brush: this.#settings.brush, grid: this.#settings.grid, zoom: this.#view.zoom, commit: this.#callbacks.commit,
      pan: (by) => this.#setView(pannedBy(this.#view, by)),
      preview: (shown) => {
        this.#shown = shown;
        this.#draw();
      },
    };
  }

  /** The transformer's own handles take their pointers themselves. */
  #onHandle(event: PointerEvent): boolean {
    const box = this.#stage.container().getBoundingClientRect();
    this.#stage.setPointersPositions(event);
    const hit = this.#overlay.getIntersection({ x: event.clientX - box.left, y: event.clientY - box.top });
    return hit?.getParent() === this.#transformer && hit.name() !== 'back';
  }

  /** The brush as large as it paints; a cross where arrow keys have led the pointer. */
  #showPointer(at: Point | undefined, byKeys: boolean): void {
    const brush = at !== undefined && tools[this.#settings.tool].cursor === 'brush';
    this.#cursor.setAttrs({ visible: brush, ...(at && { x: at.x, y: at.y }), radius: this.#settings.brush.radius });
    const arm = crossSize / this.#view.zoom;
    (this.#cross as Konva.Node).setAttrs({ visible: byKeys && at !== undefined, ...(at && { x: at.x, y: at.y }), points: [-arm, 0, arm, 0, 0, 0, 0, -arm, 0, arm] });
    this.#setCursor(at);
    this.#overlay.batchDraw();
  }

  #setCursor(at: Point | undefined): void {
    const tool = tools[this.#settings.tool];
    const cursor = at === undefined ? tool.cursor : tool.cursorAt?.(this.#document, at, this.#view.zoom) ?? tool.cursor;
    this.#stage.container().style.cursor = cursor === 'brush' ? 'none' : cursor;
  }

  #transformed(): void {
    const { selected } = this.#document;
    const node = selected === undefined ? undefined : this.#nodes.get(selected)?.node;
    const layer = this.#document.layers.find(({ id }) => id === selected);
    if (node === undefined || layer === undefined) return;
    const scale = (node.width() * node.scaleX()) / layer.pixels.width;
    const at = { x: node.x() - (layer.pixels.width * scale) / 2, y: node.y() - (layer.pixels.height * scale) / 2 };
    this.#callbacks.commit('Transform layer', withLayer(this.#document, layer.id, { scale, at, rotation: node.rotation() }));
  }
}

/** Draws a picture smoothly, or as squares once it is enlarged enough to see them. */
function drawSharp(context: Konva.Context, node: Konva.Shape): void {
  const image = (node as Konva.Image).image();
  if (image === undefined) return;
  const enlargement = (node.getAbsoluteScale().x * node.width()) / (image as { width: number }).width;
  context.setAttr('imageSmoothingEnabled', enlargement < squaresFrom);
  context.drawImage(image, 0, 0, node.width(), node.height());
}
