/** The two icon sets, as their packages hold them. */

import { createRequire } from 'node:module';

interface IconSet {
  readonly width: number;
  readonly height: number;
  readonly icons: Readonly<Record<string, { readonly body: string; readonly width?: number; readonly height?: number }>>;
}

/** One icon as its set has it. */
export interface RawIcon {
  /** Icon set and name, as `noto:horse`. */
  readonly origin: string;
  /** SPDX identifier. */
  readonly licence: string;
  readonly width: number;
  readonly height: number;
  readonly body: string;
}

const require = createRequire(import.meta.url);
const sets = {
  noto: { data: require('@iconify-json/noto/icons.json') as IconSet, licence: 'Apache-2.0' },
  'fluent-emoji-flat': { data: require('@iconify-json/fluent-emoji-flat/icons.json') as IconSet, licence: 'MIT' },
} as const;

export type SetName = keyof typeof sets;

/** @throws when the set has no icon of that name */
export function iconOf(set: SetName, name: string): RawIcon {
  const { data, licence } = sets[set];
  const icon = data.icons[name];
  if (icon === undefined) throw new Error(`${set} has no icon ${name}`);
  return { origin: `${set}:${name}`, licence, width: icon.width ?? data.width, height: icon.height ?? data.height, body: icon.body };
}
