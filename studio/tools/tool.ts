/** Tools: what the pointer does on the canvas. A tool is a file and a row of the table in `index.ts`. */
import type { Document, Point } from '../document/document.ts';
import type { FrameGrid } from '../document/sizes.ts';

/** What a tool sees and may do. Positions are in document pixels. */
export interface ToolContext {
  readonly document: Document;
  readonly brush: { readonly radius: number; readonly softness: number };
  readonly grid: FrameGrid;
  /** Screen pixels for a document pixel: how far a hand can aim. */
  readonly zoom: number;
  /** Shows a document that is not in the history yet; undefined shows the real one again. */
  readonly preview: (document: Document | undefined) => void;
  /** Makes a document the present one. */
  readonly commit: (act: string, document: Document) => void;
  /** Moves the view by screen pixels. */
  readonly pan: (by: Point) => void;
}

export interface PointerAt {
  readonly at: Point;
  /** Since the last event, in screen pixels. */
  readonly moved: Point;
  readonly shift: boolean;
  readonly alt: boolean;
}

/** From pressing to letting go. `cancel` undoes what `move` showed. */
export interface Gesture {
  move(pointer: PointerAt): void;
  end(pointer: PointerAt): void;
  cancel(): void;
}

export interface Tool {
  readonly id: string;
  /** A CSS cursor; 'brush' is a circle of the brush's size. */
  readonly cursor: string;
  /** Another cursor where the tool would do something else. @param at document pixels */
  cursorAt?(document: Document, at: Point, zoom: number): string | undefined;
  begin(context: ToolContext, pointer: PointerAt): Gesture | undefined;
}
