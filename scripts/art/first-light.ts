/** The icons of first-light, as they are in their sets but for the spelling of colours: trained weights depend on their pixels. */

import type { Icon } from '../../src/worlds/art/icon.ts';
import { iconOf, type SetName } from './icon-sets.ts';
import { draw, fillAreas, inkBox } from './measure.ts';

/** Which drawing stands for which subject: those whose silhouettes stay apart at 14 pixels. */
const wanted = {
  fox: ['noto', 'fox'],
  rabbit: ['noto', 'rabbit-face'],
  owl: ['fluent-emoji-flat', 'owl'],
  fish: ['fluent-emoji-flat', 'fish'],
  car: ['fluent-emoji-flat', 'automobile'],
  house: ['fluent-emoji-flat', 'house'],
  tree: ['fluent-emoji-flat', 'evergreen-tree'],
  mushroom: ['fluent-emoji-flat', 'mushroom'],
} as const satisfies Record<string, readonly [SetName, string]>;

const probe = 128;

/** Six-digit lower-case colours everywhere, so that recolouring is a plain look-up. */
function normalised(body: string): string {
  return body
    .replace(/"#([0-9a-f])([0-9a-f])([0-9a-f])"/gi, '"#$1$1$2$2$3$3"')
    .replace(/"#[0-9a-f]{6}"/gi, (hex) => hex.toLowerCase());
}

async function extract(set: SetName, name: string): Promise<Icon> {
  const icon = iconOf(set, name);
  const body = normalised(icon.body);
  if (/gradient|url\(/i.test(body)) throw new Error(`${icon.origin} uses gradients, which the recolouring does not know`);
  const fills = [...new Set(body.match(/#[0-9a-f]{6}/g) ?? [])];
  const drawn = await draw(body, icon.width, icon.height, probe);
  const main = fillAreas(drawn, fills)[0];
  if (main === undefined) throw new Error(`no fill of ${icon.origin} covers a pixel`);
  return { ...icon, ink: inkBox(drawn, icon.width), mainFill: main[0], fills, body };
}

/** First-light's icons by subject. */
export async function firstLightIcons(): Promise<[string, Icon][]> {
  const icons: [string, Icon][] = [];
  for (const [subject, [set, name]] of Object.entries(wanted)) icons.push([subject, await extract(set, name)]);
  return icons;
}
