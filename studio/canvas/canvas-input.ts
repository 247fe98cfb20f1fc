/** Pointers, fingers, wheel and keys on the canvas, turned into gestures of the tools, pans and zooms. Knows no Konva. */
import type { Point } from '../document/document.ts';
import { type ToolName, tools } from '../tools/index.ts';
import type { Gesture, PointerAt, ToolContext } from '../tools/tool.ts';
import { pannedBy, toDocument, type View, zoomedAt } from './view.ts';

/** What the input works on. */
export interface InputTarget {
  readonly view: () => View;
  readonly setView: (view: View) => void;
  readonly tool: () => ToolName;
  readonly context: () => ToolContext;
  /** Something on the canvas takes this pointer itself: a handle. */
  readonly takes: (event: PointerEvent) => boolean;
  /** Where the pointer is, on the document; undefined when it is gone. */
  readonly hover: (at: Point | undefined, byKeys: boolean) => void;
}

const wheelSpeed = 0.0015;
/** Screen pixels that an arrow key moves the pointer, unless the document's own pixels are larger. */
const keyStep = 8;
const farther = 10;
const arrows: Readonly<Record<string, Point>> = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } };

/** Listens to one element for as long as it lives. */
export class CanvasInput {
  readonly #container: HTMLElement;
  readonly #target: InputTarget;
  readonly #fingers = new Map<number, Point>();
  readonly #gone = new AbortController();
  #gesture: Gesture | undefined;
  #last: Point = { x: 0, y: 0 };
  /** Held down, it makes every tool a hand. */
  #space = false;
  /** Screen position of the pointer that arrow keys move. */
  #keyed: Point | undefined;

  constructor(container: HTMLElement, target: InputTarget) {
    [this.#container, this.#target] = [container, target];
    const { signal } = this.#gone;
    container.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    container.addEventListener('pointermove', (event) => this.#move(event), { signal });
    for (const name of ['pointerup', 'pointercancel'] as const) container.addEventListener(name, (event) => this.#up(event), { signal });
    container.addEventListener('pointerleave', () => target.hover(undefined, false), { signal });
    container.addEventListener('wheel', (event) => this.#wheel(event), { passive: false, signal });
    container.addEventListener('keydown', (event) => this.#key(event), { signal });
    container.addEventListener('blur', () => { this.#keyed = undefined; target.hover(undefined, true); }, { signal });
    for (const name of ['keydown', 'keyup'] as const) addEventListener(name, (event) => this.#hold(event), { signal });
  }

  /** Ends a gesture without a trace; tells whether there was one. */
  cancel(): boolean {
    const running = this.#gesture !== undefined;
    this.#gesture?.cancel();
    this.#gesture = undefined;
    return running;
  }

  close(): void {
    this.cancel();
    this.#gone.abort();
  }

  #at(event: MouseEvent): Point {
    const box = this.#container.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #pointer(screen: Point, { shiftKey, altKey }: { readonly shiftKey: boolean; readonly altKey: boolean }): PointerAt {
    const moved = { x: screen.x - this.#last.x, y: screen.y - this.#last.y };
    this.#last = screen;
    return { at: toDocument(this.#target.view(), screen), moved, shift: shiftKey, alt: altKey };
  }

  #begin(tool: ToolName, pointer: PointerAt): void {
    this.#gesture = tools[tool].begin(this.#target.context(), pointer);
  }

  #down(event: PointerEvent): void {
    this.#fingers.set(event.pointerId, this.#at(event));
    if (this.#fingers.size > 1) {
      // A second finger means the view, whatever the first began.
      this.cancel();
      return;
    }
    if (event.button > 1 || this.#target.takes(event)) return;
    this.#container.setPointerCapture(event.pointerId);
    this.#begin(event.button === 1 || this.#space ? 'hand' : this.#target.tool(), this.#pointer(this.#at(event), event));
  }

  #move(event: PointerEvent): void {
    const screen = this.#at(event);
    if (this.#fingers.size > 1 && this.#fingers.has(event.pointerId)) {
      this.#pinch(event.pointerId, screen);
      return;
    }
    const pointer = this.#pointer(screen, event);
    this.#target.hover(pointer.at, false);
    this.#gesture?.move(pointer);
  }

  #up(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId);
    const gesture = this.#gesture;
    this.#gesture = undefined;
    if (event.type === 'pointercancel') gesture?.cancel();
    else gesture?.end(this.#pointer(this.#at(event), event));
  }

  /** Two fingers carry the view: their middle pans it, their distance zooms it. */
  #pinch(id: number, screen: Point): void {
    const [before, after] = [span(this.#fingers), span(this.#fingers.set(id, screen))];
    const panned = pannedBy(this.#target.view(), { x: after.middle.x - before.middle.x, y: after.middle.y - before.middle.y });
    this.#target.setView(zoomedAt(panned, after.middle, after.distance / before.distance));
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey || !event.shiftKey) this.#target.setView(zoomedAt(this.#target.view(), this.#at(event), Math.exp(-event.deltaY * wheelSpeed)));
    else this.#target.setView(pannedBy(this.#target.view(), { x: -event.deltaX, y: -event.deltaY }));
  }

  /** With the canvas in focus arrows move a pointer, Space presses it and lets go, Escape takes back. */
  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || (event.altKey && this.#gesture === undefined)) return;
    const arrow = arrows[event.key];
    const pressing = event.key === ' ' && this.#focusedByKeys();
    if (arrow === undefined && !pressing && !(event.key === 'Escape' && this.#gesture !== undefined)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      this.cancel();
      return;
    }
    const { clientWidth, clientHeight } = this.#container;
    const from = this.#keyed ?? { x: clientWidth / 2, y: clientHeight / 2 };
    const step = Math.max(keyStep, this.#target.view().zoom) * (event.shiftKey ? farther : 1);
    this.#keyed = arrow === undefined ? from : { x: Math.min(clientWidth, Math.max(0, from.x + arrow.x * step)), y: Math.min(clientHeight, Math.max(0, from.y + arrow.y * step)) };
    // Shift is how far, not how straight.
    const pointer = this.#pointer(this.#keyed, { shiftKey: false, altKey: event.altKey });
    this.#target.hover(pointer.at, true);
    if (arrow !== undefined) this.#gesture?.move(pointer);
    else if (this.#gesture === undefined) this.#begin(this.#target.tool(), pointer);
    else {
      const gesture = this.#gesture;
      this.#gesture = undefined;
      gesture.end(pointer);
    }
  }

  readonly #focusedByKeys = (): boolean => this.#container.matches(':focus-visible');

  #hold(event: KeyboardEvent): void {
    if (event.key !== ' ') return;
    const free = event.target === document.body || (event.target === this.#container && !this.#focusedByKeys());
    if (event.type === 'keydown' && !free) return;
    if (free) event.preventDefault();
    this.#space = event.type === 'keydown';
    this.#container.dataset['holding'] = String(this.#space);
  }
}

/** Middle and distance of the first two fingers. */
function span(fingers: ReadonlyMap<number, Point>): { readonly middle: Point; readonly distance: number } {
  const [a, b] = [...fingers.values()] as [Point, Point];
  return { middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, distance: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)) };
}
