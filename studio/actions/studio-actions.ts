/** The table of actions. A new one is a row: it has its menu entry, its shortcut and its place in the palette. */
import { compareWithBefore } from '../create/compare.ts';
import { copyFrame, exportFrame } from '../create/export-frame.ts';
import { exportLayers } from '../create/export-layers.ts';
import { runVerb } from '../create/run-verb.ts';
import { withoutLayer } from '../document/document.ts';
import { canRedo, canUndo, present } from '../document/history.ts';
import type { StudioParts } from '../shell/context.ts';
import type { ViewName } from '../shell/rail.tsx';
import { type ToolName, tools } from '../tools/index.ts';
import { words } from '../words/en.ts';
import type { Action } from './action.ts';

const toolKeys: Readonly<Record<ToolName, string>> = { hand: 'H', move: 'V', brush: 'B', eraser: 'E', lasso: 'L', rectangle: 'M', frame: 'F' };
const viewKeys: Readonly<Record<ViewName, string>> = { create: '1', gallery: '2', queue: '3', campaign: '4', lens: '5' };

const hasLayers = ({ studio }: StudioParts): boolean => present(studio.getState().history).layers.length > 0;
const hasMask = ({ studio }: StudioParts): boolean => present(studio.getState().history).mask.length > 0;
const brushSteps = 1.25;

const toolActions = (Object.keys(tools) as ToolName[]).map((name): Action<StudioParts> => ({
  id: `tool.${name}`, label: words.tools[name], group: 'Tools', keys: [toolKeys[name]], perform: ({ studio }) => studio.setState({ tool: name, view: 'create' }),
}));

const viewActions = (Object.keys(words.views) as ViewName[]).map((name): Action<StudioParts> => ({
  id: `view.${name}`, label: `Go to ${words.views[name].label}`, help: words.views[name].help, group: 'Views', keys: [viewKeys[name]], perform: ({ studio }) => studio.setState({ view: name }),
}));

export const actions: readonly Action<StudioParts>[] = [
  { id: 'run', label: 'Run the verb on the button', group: 'Make', keys: ['Mod+Enter'], perform: (parts) => void runVerb(parts) },
  { id: 'undo', label: 'Undo', group: 'Edit', keys: ['Mod+Z'], enabled: ({ studio }) => canUndo(studio.getState().history), perform: ({ changes }) => changes.undo() },
  { id: 'redo', label: 'Redo', group: 'Edit', keys: ['Mod+Shift+Z', 'Mod+Y'], enabled: ({ studio }) => canRedo(studio.getState().history), perform: ({ changes }) => changes.redo() },
  {
    id: 'mask.invert', label: 'Invert the mask', group: 'Edit', keys: ['Mod+I'], enabled: hasLayers,
    perform: ({ changes }) => changes.commit('Invert mask', { ...changes.document(), mask: [...changes.document().mask, { kind: 'invert' }] }),
  },
  { id: 'mask.clear', label: 'Clear the mask', group: 'Edit', keys: ['Mod+D'], enabled: hasMask, perform: ({ changes }) => changes.commit('Clear mask', { ...changes.document(), mask: [] }) },
  {
    id: 'layer.remove', label: 'Remove the selected layer', group: 'Edit', keys: ['Delete', 'Backspace'], enabled: ({ studio }) => present(studio.getState().history).selected !== undefined,
    perform: ({ changes }) => changes.commit('Remove layer', withoutLayer(changes.document(), changes.document().selected ?? '')),
  },
  { id: 'brush.larger', label: 'Larger brush', group: 'Tools', keys: [']'], perform: ({ studio }) => studio.setState(({ brush }) => ({ brush: { ...brush, radius: Math.min(256, brush.radius * brushSteps) } })) },
  { id: 'brush.smaller', label: 'Smaller brush', group: 'Tools', keys: ['['], perform: ({ studio }) => studio.setState(({ brush }) => ({ brush: { ...brush, radius: Math.max(1, brush.radius / brushSteps) } })) },
  { id: 'fit', label: 'Fit the frame into the window', group: 'View', keys: ['0'], perform: ({ stage }) => stage.current?.fit() },
  { id: 'zoom.in', label: 'Zoom in', group: 'View', keys: ['+', '='], perform: ({ stage }) => stage.current?.zoomBy(1.25) },
  { id: 'zoom.out', label: 'Zoom out', group: 'View', keys: ['-'], perform: ({ stage }) => stage.current?.zoomBy(0.8) },
  { id: 'export.png', label: 'Export as PNG', group: 'Export', keys: ['Mod+E'], enabled: hasLayers, perform: (parts) => void exportFrame(parts, 'png') },
  { id: 'export.jpeg', label: 'Export as JPEG', group: 'Export', enabled: hasLayers, perform: (parts) => void exportFrame(parts, 'jpeg') },
  { id: 'export.webp', label: 'Export as WebP', group: 'Export', enabled: hasLayers, perform: (parts) => void exportFrame(parts, 'webp') },
  { id: 'export.psd', label: 'Export with layers for Photoshop', group: 'Export', enabled: hasLayers, perform: (parts) => void exportLayers(parts, 'psd') },
  { id: 'export.ora', label: 'Export with layers as OpenRaster', help: 'For Krita and GIMP', group: 'Export', enabled: hasLayers, perform: (parts) => void exportLayers(parts, 'ora') },
  { id: 'copy', label: 'Copy the frame', group: 'Export', keys: ['Mod+Shift+C'], enabled: hasLayers, perform: (parts) => void copyFrame(parts) },
  { id: 'compare', label: 'Compare with before the last act', group: 'View', keys: ['C'], enabled: ({ studio }) => canUndo(studio.getState().history), perform: (parts) => void compareWithBefore(parts) },
  { id: 'drawer', label: 'Open or close the settings', group: 'View', keys: [','], perform: ({ studio }) => studio.setState(({ drawer }) => ({ drawer: !drawer })) },
  { id: 'theme', label: words.theme.toggle, group: 'View', perform: ({ studio }) => studio.setState(({ theme }) => ({ theme: theme === 'dark' ? 'light' : 'dark' })) },
  { id: 'palette', label: 'Find an action', group: 'Help', keys: ['Mod+K', '?'], perform: ({ studio }) => studio.setState({ palette: true }) },
  { id: 'cancel', label: 'Cancel what the pointer does', group: 'Edit', keys: ['Escape'], perform: ({ stage, studio }) => { if (!stage.current?.cancelGesture()) studio.setState({ notice: undefined }); } },
  ...toolActions,
  ...viewActions,
];
