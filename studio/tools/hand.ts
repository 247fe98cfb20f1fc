/** The hand: moves the view. */
import type { Tool } from './tool.ts';

export const hand: Tool = {
  id: 'hand', cursor: 'grab',
  begin: ({ pan }) => ({ move: ({ moved }) => pan(moved), end: () => {}, cancel: () => {} }),
};
