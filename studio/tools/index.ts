/** The table of tools. */
import { brush, eraser } from './brush.ts';
import { frame } from './frame.ts';
import { hand } from './hand.ts';
import { move } from './move.ts';
import { lasso, rectangle } from './select.ts';
import type { Tool } from './tool.ts';

export const tools = { hand, move, brush, eraser, lasso, rectangle, frame } as const satisfies Record<string, Tool>;
export type ToolName = keyof typeof tools;
