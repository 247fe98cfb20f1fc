/** The canvas itself: shows a document, gives pointers to the tools. The only user of Konva; it knows no React and no history. */
import Konva from 'konva';
import { type Document, type Layer, type Point, withLayer } from '../document/document.ts';
import type { AssetStore } from '../storage/assets.ts';
import { type ToolName, tools } from '../tools/index.ts';
import type { Gesture, PointerAt, ToolContext } from '../tools/tool.ts';
import { MaskOverlay } from './mask-overlay.ts';
import { fitted, pannedBy, toDocument, type View, zoomedAt } from './view.ts';

export interface StageSettings {
  readonly tool: ToolName;
  readonly brush: ToolContext['brush'];
  readonly dark: boolean;
}

export interface StageCallbacks {
  readonly commit: (act: string, document: Document) => void;
  readonly onView: (view: View) => void;
}

const maskColour = [255, 61, 110] as const;
const wheelSpeed = 0.0015;

/** Owns the stage in one element; close it when the element goes. */
export class EditorStage {
  readonly #stage: Konva.Stage;
  readonly #pictures = new Konva.Layer({ listening: false });
  readonly #overlay = new Konva.Layer();
  readonly #content = new Konva.Group();
  readonly #marks = new Konva.Group();
  readonly #paper = new Konva.Rect({ listening: false });
  readonly #frame = new Konva.Rect({ listening: false, strokeScaleEnabled: false });
  readonly #maskImage: Konva.Image;
  readonly #transformer = new Konva.Transformer({ rotateEnabled: true, keepRatio: true, flipEnabled: false, rotationSnaps: [0, 90, 180, 270], enabledAnchors: ['top-left', 'top-right', 'bottom-left', 'bottom-right'] });
  readonly #cursor = new Konva.Circle({ listening: false, visible: false, strokeScaleEnabled: false, stroke: '#fff', strokeWidth: 1.5, shadowColor: '#000', shadowBlur: 2 });
  readonly #mask = new MaskOverlay();
  readonly #nodes = new Map<string, { readonly node: Konva.Image; readonly asset: string }>();
  readonly #assets: AssetStore;
  readonly #callbacks: StageCallbacks;
  readonly #resizing: ResizeObserver;
  #document: Document;
  #shown: Document | undefined;
  #settings: StageSettings;
  #view: View = { zoom: 1, offset: { x: 0, y: 0 } };
  #gesture: Gesture | undefined;
  #last: Point = { x: 0, y: 0 };
  #panning = false;
  /** The view is as `fit` made it: then it stays fitted when the window changes. */
  #fits = true;

  constructor(container: HTMLDivElement, document: Document, settings: StageSettings, assets: AssetStore, callbacks: StageCallbacks) {
    [this.#document, this.#settings, this.#assets, this.#callbacks] = [document, settings, assets, callbacks];
    this.#stage = new Konva.Stage({ container, width: container.clientWidth, height: container.clientHeight });
    this.#maskImage = new Konva.Image({ image: this.#mask.canvas, listening: false });
    this.#content.add(this.#paper);
    this.#pictures.add(this.#content);
    this.#marks.add(this.#maskImage, this.#frame, this.#cursor);
    this.#overlay.add(this.#marks, this.#transformer);
    this.#stage.add(this.#pictures, this.#overlay);
    this.#listen(container);
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

  /** Ends a gesture without a trace; tells whether there was one. */
  cancelGesture(): boolean {
    const running = this.#gesture !== undefined;
    this.#gesture?.cancel();
    this.#gesture = undefined;
    return running;
  }

  close(): void {
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
    this.#callbacks.onView(view);
    this.#stage.batchDraw();
  }

  #draw(): void {
    const { frame, layers, mask } = this.#shown ?? this.#document;
    const { dark, tool } = this.#settings;
    this.#paper.setAttrs({ x: frame.x, y: frame.y, width: frame.width, height: frame.height, fill: dark ? '#211e1c' : '#ffffff' });
    this.#frame.setAttrs({ x: frame.x, y: frame.y, width: frame.width, height: frame.height, stroke: tool === 'frame' ? '#ff6a3d' : dark ? '#6f6660' : '#8d8379', strokeWidth: tool === 'frame' ? 2 : 1, dash: tool === 'frame' ? [8, 5] : [] });
    this.#drawLayers(layers);
    this.#maskImage.visible(mask.length > 0);
    if (mask.length > 0) {
      this.#mask.draw(this.#shown ?? this.#document, maskColour);
      this.#maskImage.setAttrs({ image: this.#mask.canvas, x: frame.x, y: frame.y, width: frame.width, height: frame.height });
    }
    this.#drawTransformer();
    this.#stage.container().style.cursor = tools[tool].cursor === 'brush' ? 'none' : tools[tool].cursor;
    this.#stage.batchDraw();
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
      (node as Konva.Node).setAttrs({ x: layer.at.x + width / 2, y: layer.at.y + height / 2, offsetX: width / 2, offsetY: height / 2, width, height, scaleX: 1, scaleY: 1, rotation: layer.rotation, opacity: layer.opacity, visible: layer.visible, imageSmoothingEnabled: layer.scale * this.#view.zoom < 2 });
      node.zIndex(index + 1);
    });
  }

  #nodeOf(layer: Layer): Konva.Image {
    const known = this.#nodes.get(layer.id);
    if (known?.asset === layer.asset) return known.node;
    const node = known?.node ?? new Konva.Image({ image: undefined });
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
    const { selected } = this.#document;
    const node = this.#settings.tool === 'move' && selected !== undefined ? this.#nodes.get(selected)?.node : undefined;
    this.#transformer.nodes(node === undefined ? [] : [node]);
  }

  #listen(container: HTMLDivElement): void {
    this.#transformer.on('transformend', () => this.#transformed());
    container.addEventListener('pointerdown', (event) => this.#down(event));
    container.addEventListener('pointermove', (event) => this.#move(event));
    for (const name of ['pointerup', 'pointercancel'] as const) container.addEventListener(name, (event) => this.#up(event));
    container.addEventListener('pointerleave', () => this.#showCursor(undefined));
    container.addEventListener('wheel', (event) => {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey || !event.shiftKey) this.#setView(zoomedAt(this.#view, this.#at(event), Math.exp(-event.deltaY * wheelSpeed)));
      else this.#setView(pannedBy(this.#view, { x: -event.deltaX, y: -event.deltaY }));
    }, { passive: false });
  }

  #at(event: MouseEvent): Point {
    const box = this.#stage.container().getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #pointer(event: PointerEvent): PointerAt {
    const screen = this.#at(event);
    const moved = { x: screen.x - this.#last.x, y: screen.y - this.#last.y };
    this.#last = screen;
    return { at: toDocument(this.#view, screen), moved, shift: event.shiftKey, alt: event.altKey };
  }

  #context(): ToolContext {
    return {
      document: this.#document, brush: this.#settings.brush, zoom: this.#view.zoom, commit: this.#callbacks.commit,
      pan: (by) => this.#setView(pannedBy(this.#view, by)),
      preview: (shown) => {
        this.#shown = shown;
        this.#draw();
      },
    };
  }

  #down(event: PointerEvent): void {
    if (this.#onHandle(event)) return;
    this.#panning = event.button === 1;
    if (event.button > 1) return;
    this.#stage.container().setPointerCapture(event.pointerId);
    const pointer = this.#pointer(event);
    this.#gesture = tools[this.#panning ? 'hand' : this.#settings.tool].begin(this.#context(), pointer);
  }

  #move(event: PointerEvent): void {
    const pointer = this.#pointer(event);
    this.#showCursor(pointer.at);
    this.#gesture?.move(pointer);
  }

  #up(event: PointerEvent): void {
    const gesture = this.#gesture;
    this.#gesture = undefined;
    if (event.type === 'pointercancel') gesture?.cancel();
    else gesture?.end(this.#pointer(event));
  }

  /** The transformer's own handles take their pointers themselves. */
  #onHandle(event: PointerEvent): boolean {
    this.#stage.setPointersPositions(event);
    const hit = this.#overlay.getIntersection(this.#at(event));
    return hit?.getParent() === this.#transformer && hit.name() !== 'back';
  }

  #showCursor(at: Point | undefined): void {
    const visible = at !== undefined && tools[this.#settings.tool].cursor === 'brush';
    this.#cursor.setAttrs({ visible, ...(at && { x: at.x, y: at.y }), radius: this.#settings.brush.radius });
    this.#overlay.batchDraw();
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
