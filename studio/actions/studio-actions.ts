/** The table of actions. A new one is a row: it has its menu entry, its shortcut, its place in the palette and on the sheet of keys. */
import { applyIndex, compareProposal, discardJob, presentProposal, stepProposal } from '../create/apply-proposal.ts';
import { compareWithBefore } from '../create/compare.ts';
import { copyFrame, exportFrame } from '../create/export-frame.ts';
import { exportLayers } from '../create/export-layers.ts';
import { chosenModel, runVerb } from '../create/run-verb.ts';
import { emptyDocument, withLayer, withoutLayer } from '../document/document.ts';
import { canRedo, canUndo, present } from '../document/history.ts';
import { frameGrid } from '../document/sizes.ts';
import type { StudioParts } from '../shell/context.ts';
import type { ViewName } from '../shell/rail.tsx';
import { resize, type Side } from '../tools/frame.ts';
import { type ToolName, tools } from '../tools/index.ts';
import { words } from '../words/en.ts';
import type { Action } from './action.ts';

type Row = Action<StudioParts>;

const toolKeys: Readonly<Record<ToolName, string>> = { hand: 'H', move: 'V', brush: 'B', eraser: 'E', lasso: 'L', rectangle: 'M', frame: 'F' };
const viewKeys: Readonly<Record<ViewName, string>> = { create: '1', gallery: '2', queue: '3', campaign: '4', grid: '5', lens: '6' };

const document = ({ studio }: StudioParts) => present(studio.getState().history);
const hasLayers = (parts: StudioParts): boolean => document(parts).layers.length > 0;
const hasMask = (parts: StudioParts): boolean => document(parts).mask.length > 0;
const inHand = (tool: ToolName) => ({ studio }: StudioParts): boolean => studio.getState().tool === tool && studio.getState().view === 'create';
const proposed = (parts: StudioParts): boolean => presentProposal(parts) !== undefined;
const applicable = (parts: StudioParts): boolean => {
  const shown = presentProposal(parts);
  return shown?.job.pictures[shown.index] !== undefined;
};
const brushSteps = 1.25;

const toolActions = (Object.keys(tools) as ToolName[]).map((name): Row => ({
  id: `tool.${name}`, label: words.tools[name], group: 'Tools', keys: [toolKeys[name]], perform: ({ studio }) => studio.setState({ tool: name, view: 'create' }),
}));

const viewActions = (Object.keys(words.views) as ViewName[]).map((name): Row => ({
  id: `view.${name}`, label: `Go to ${words.views[name].label}`, help: words.views[name].help, group: 'Views', keys: [viewKeys[name]], perform: ({ studio }) => studio.setState({ view: name }),
}));

const directions = { left: ['ArrowLeft', -1, 0], right: ['ArrowRight', 1, 0], top: ['ArrowUp', 0, -1], bottom: ['ArrowDown', 0, 1] } as const satisfies Record<Side, readonly [string, number, number]>;
const sides = Object.keys(directions) as Side[];

/** With the move tool arrows move the selected layer, with Shift ten pixels at once. */
const nudges = sides.flatMap((side) => ([['', 1], ['Shift+', 10]] as const).map(([held, far]): Row => {
  const [key, across, down] = directions[side];
  return {
    id: `nudge.${side}${far === 1 ? '' : '.far'}`, label: `Move the layer ${far === 1 ? 'a pixel' : 'ten pixels'} to the ${side}`, group: 'Move tool', keys: [`${held}${key}`], enabled: (parts) => inHand('move')(parts) && document(parts).selected !== undefined,
    perform: (parts) => {
      const now = document(parts);
      const layer = now.layers.find(({ id }) => id === now.selected);
      if (layer !== undefined) parts.changes.commit(words.acts.nudge, withLayer(now, layer.id, { at: { x: layer.at.x + across * far, y: layer.at.y + down * far } }), true);
    },
  };
}));

/** With the frame tool arrows push a side out, with Shift in. */
const frameSteps = sides.flatMap((side) => ([['', 1], ['Shift+', -1]] as const).map(([held, way]): Row => {
  const [key, across, down] = directions[side];
  return {
    id: `frame.${side}${way === 1 ? '' : '.in'}`, label: `Move the frame's ${side} side ${way === 1 ? 'out' : 'in'}`, group: 'Frame tool', keys: [`${held}${key}`], enabled: inHand('frame'),
    perform: (parts) => {
      const model = chosenModel(parts);
      if (model === undefined) return;
      const [grid, now] = [frameGrid(model), document(parts)];
      parts.changes.commit(words.acts.frame, { ...now, frame: resize(now.frame, [side], { x: across * way * grid.step, y: down * way * grid.step }, grid) });
    },
  };
}));

const withProposal = (act: (parts: StudioParts, shown: NonNullable<ReturnType<typeof presentProposal>>) => void) => (parts: StudioParts): void => {
  const shown = presentProposal(parts);
  if (shown !== undefined) act(parts, shown);
};

/** What Escape takes back: the latest thing first. */
function takeBack({ stage, studio, changes }: StudioParts): void {
  const { compare, proposal, notice, history } = studio.getState();
  if (stage.current?.cancelGesture()) return;
  if (notice !== undefined) studio.setState({ notice: undefined });
  else if (compare !== undefined) studio.setState({ compare: undefined });
  else if (proposal !== undefined && present(history).layers.length > 0) changes.propose(undefined);
  else studio.setState({ drawer: undefined });
}

const makeActions: readonly Row[] = [
  { id: 'run', label: 'Do what the button says', help: 'Generate, refine, fill, expand, vary or upscale', group: 'Make', keys: ['Mod+Enter'], typing: true, perform: (parts) => void runVerb(parts) },
  { id: 'prompt', label: 'Write in the prompt', group: 'Make', keys: ['/'], perform: ({ studio }) => { studio.setState({ view: 'create' }); setTimeout(() => globalThis.document.getElementById('prompt')?.focus()); } },
  { id: 'open', label: 'Open a picture', group: 'Make', keys: ['O'], perform: ({ studio }) => { studio.setState({ view: 'create' }); setTimeout(() => globalThis.document.getElementById('open-picture')?.click()); } },
  { id: 'proposal.apply', label: 'Apply the proposal', group: 'Make', keys: ['A', 'Mod+Shift+Enter'], typing: true, enabled: applicable, perform: withProposal((parts, { job, index }) => applyIndex(parts, job.id, index)) },
  { id: 'proposal.discard', label: 'Discard the proposal', group: 'Make', keys: ['X'], enabled: proposed, perform: withProposal((parts, { job }) => discardJob(parts, job)) },
  { id: 'proposal.next', label: 'Next picture of the proposal', group: 'Make', keys: ['N'], enabled: proposed, perform: (parts) => stepProposal(parts, 1) },
  { id: 'proposal.previous', label: 'Picture before in the proposal', group: 'Make', keys: ['P'], enabled: proposed, perform: (parts) => stepProposal(parts, -1) },
];

const editActions: readonly Row[] = [
  { id: 'undo', label: 'Undo', group: 'Edit', keys: ['Mod+Z'], enabled: ({ studio }) => canUndo(studio.getState().history), perform: ({ changes }) => changes.undo() },
  { id: 'redo', label: 'Redo', group: 'Edit', keys: ['Mod+Shift+Z', 'Mod+Y'], enabled: ({ studio }) => canRedo(studio.getState().history), perform: ({ changes }) => changes.redo() },
  {
    id: 'mask.all', label: 'Mask everything', group: 'Edit', keys: ['Mod+A'], enabled: hasLayers,
    perform: ({ changes }) => changes.commit(words.acts.mask, { ...changes.document(), mask: [{ kind: 'rectangle', mode: 'add', box: changes.document().frame }] }),
  },
  {
    id: 'mask.invert', label: 'Invert the mask', group: 'Edit', keys: ['Mod+I'], enabled: hasLayers,
    perform: ({ changes }) => changes.commit('Invert mask', { ...changes.document(), mask: [...changes.document().mask, { kind: 'invert' }] }),
  },
  { id: 'mask.clear', label: 'Clear the mask', group: 'Edit', keys: ['Mod+D'], enabled: hasMask, perform: ({ changes }) => changes.commit('Clear mask', { ...changes.document(), mask: [] }) },
  {
    id: 'layer.remove', label: 'Remove the selected layer', group: 'Edit', keys: ['Delete', 'Backspace'], enabled: (parts) => document(parts).selected !== undefined,
    perform: ({ changes }) => changes.commit('Remove layer', withoutLayer(changes.document(), changes.document().selected ?? '')),
  },
  {
    id: 'new', label: 'Begin a new picture', help: 'Undo brings the old one back', group: 'Edit', keys: ['Shift+N'], enabled: hasLayers,
    perform: (parts) => {
      const { width, height } = chosenModel(parts)?.size ?? document(parts).frame;
      parts.changes.commit(words.acts.fresh, emptyDocument(width, height));
    },
  },
  { id: 'cancel', label: 'Take back what the pointer does; close what is open', group: 'Edit', keys: ['Escape'], typing: true, perform: takeBack },
];

const viewingActions: readonly Row[] = [
  { id: 'brush.larger', label: 'Larger brush', group: 'Tools', keys: [']'], perform: ({ studio }) => studio.setState(({ brush }) => ({ brush: { ...brush, radius: Math.min(512, brush.radius * brushSteps) } })) },
  { id: 'brush.smaller', label: 'Smaller brush', group: 'Tools', keys: ['['], perform: ({ studio }) => studio.setState(({ brush }) => ({ brush: { ...brush, radius: Math.max(0.5, brush.radius / brushSteps) } })) },
  { id: 'fit', label: 'Fit the frame into the window', group: 'View', keys: ['0'], perform: ({ stage }) => stage.current?.fit() },
  { id: 'zoom.in', label: 'Zoom in', group: 'View', keys: ['+', '='], perform: ({ stage }) => stage.current?.zoomBy(1.25) },
  { id: 'zoom.out', label: 'Zoom out', group: 'View', keys: ['-'], perform: ({ stage }) => stage.current?.zoomBy(0.8) },
  {
    id: 'compare', label: 'Compare with the proposal, or with before the last act', group: 'View', keys: ['C'], enabled: (parts) => applicable(parts) || canUndo(parts.studio.getState().history),
    perform: (parts) => {
      const shown = presentProposal(parts);
      if (shown !== undefined && applicable(parts)) compareProposal(parts, shown.job, shown.index);
      else void compareWithBefore(parts);
    },
  },
  { id: 'settings', label: 'Open or close the settings', group: 'View', keys: [','], perform: ({ studio }) => studio.setState(({ drawer }) => ({ view: 'create', drawer: drawer === 'settings' ? undefined : 'settings' })) },
  { id: 'layers', label: 'Open or close the layers', group: 'View', keys: ['.'], perform: ({ studio }) => studio.setState(({ drawer }) => ({ view: 'create', drawer: drawer === 'layers' ? undefined : 'layers' })) },
  { id: 'theme', label: words.theme.toggle, group: 'View', keys: ['T'], perform: ({ studio }) => studio.setState(({ theme }) => ({ theme: theme === 'dark' ? 'light' : 'dark' })) },
];

const exportActions: readonly Row[] = [
  { id: 'export.png', label: 'Export as PNG', group: 'Export', keys: ['Mod+E'], enabled: hasLayers, perform: (parts) => void exportFrame(parts, 'png') },
  { id: 'export.jpeg', label: 'Export as JPEG', group: 'Export', enabled: hasLayers, perform: (parts) => void exportFrame(parts, 'jpeg') },
  { id: 'export.webp', label: 'Export as WebP', group: 'Export', enabled: hasLayers, perform: (parts) => void exportFrame(parts, 'webp') },
  { id: 'export.psd', label: 'Export with layers for Photoshop', group: 'Export', enabled: hasLayers, perform: (parts) => void exportLayers(parts, 'psd') },
  { id: 'export.ora', label: 'Export with layers as OpenRaster', help: 'For Krita and GIMP', group: 'Export', enabled: hasLayers, perform: (parts) => void exportLayers(parts, 'ora') },
  { id: 'copy', label: 'Copy the frame', group: 'Export', keys: ['Mod+Shift+C'], enabled: hasLayers, perform: (parts) => void copyFrame(parts) },
];

export const actions: readonly Row[] = [
  ...makeActions, ...editActions, ...exportActions, ...viewingActions, ...toolActions, ...viewActions, ...nudges, ...frameSteps,
  { id: 'palette', label: 'Find an action', group: 'Help', keys: ['Mod+K'], typing: true, perform: ({ studio }) => studio.setState({ dialog: 'palette' }) },
  { id: 'keys', label: 'Show all keys', group: 'Help', keys: ['?'], perform: ({ studio }) => studio.setState({ dialog: 'keys' }) },
];
