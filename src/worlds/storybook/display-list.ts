/** A scene as a display list: the place in its light, shadows, things from back to front, all in the manner of the style. */

import { createRandom } from '../../base/random.ts';
import type { DisplayItem, DisplayList } from '../display-list.ts';
import { type Light, lightOf, veilsOf } from './lights.ts';
import { placeLooks } from './places/places.ts';
import type { Scene } from './scene.ts';
import type { Scenery } from './scenery.ts';
import type { SkyColours } from './style-look.ts';
import { styledScenery } from './styled-scenery.ts';
import { styleLooks } from './styles.ts';
import { shadowsOf } from './shadows.ts';
import { type DrawingOf, thingDrawing } from './things.ts';
import { waterlineOf } from './waterline.ts';

/** Streams of a variant's random numbers. */
const PLACE_STREAM = 31;
const LIGHT_STREAM = 32;
/** Filters keep this many different papers and brush strokes. */
const TURNS = 8;

/** @param size of the picture in pixels */
export function displayList(scene: Scene, size: number, drawingOf: DrawingOf): DisplayList {
  const light = lightOf(scene.light, createRandom(scene.variant, LIGHT_STREAM));
  const [place, style] = [placeLooks[scene.place], styleLooks[scene.style]];
  const scenery = place.paint(createRandom(scene.variant, PLACE_STREAM), light);
  const sky = scenery.findLastIndex(({ depth, shape }) => depth === 0 && shape.kind === 'band') + 1;
  const over = sky > 0 ? style.overSky?.(skyColours(scenery, sky), place.horizon) ?? [] : [];
  const things = scene.depth.flatMap((index): DisplayItem[] => {
    const thing = scene.things[index]!;
    return [thingDrawing(thing, index, drawingOf(thing), light, style), ...styledScenery(waterlineOf(scene, thing, drawingOf(thing), light), light, style).map(inFront)];
  });
  const items = [
    ...styledScenery([...scenery.slice(0, sky), ...over, ...scenery.slice(sky)], light, style),
    ...(place.shadows !== 'none' && style.shadows > 0 ? shadowsOf(scene, drawingOf, place.shadows === 'shapes' ? light : roofed(light), style) : []),
    ...things,
    ...(style.veils ? veilsOf(light) : []),
    ...styledScenery(style.inFront?.(light) ?? [], light, style).map(inFront),
  ];
  return { size, supersampling: 1, items, filters: style.filters(light, scene.variant % TURNS) };
}

/** The light where neither sun nor moon reaches the ground. */
const roofed = (light: Light): Light => ({ ...light, shadow: { ...light.shadow, length: 0 } });

/** The colours at the zenith and the horizon of the first `count` bands. */
function skyColours(scenery: readonly Scenery[], count: number): SkyColours {
  const [first, last] = [scenery[0]!.shape, scenery[count - 1]!.shape];
  return { top: first.kind === 'band' ? first.from : '#000000', low: last.kind === 'band' ? last.to : '#000000' };
}

/** What stands in front hides things from the label map. */
function inFront(item: DisplayItem): DisplayItem {
  return item.kind === 'polygon' || item.kind === 'ellipse' ? { ...item, hides: true } : item;
}
