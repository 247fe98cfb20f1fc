/** What people made: buildings, furniture, instruments and things to carry. */

import type { Subject } from '../subject.ts';
import { named, usual } from './row.ts';

const toy = { ...usual.object, kinds: ['toy'] } as const;

export const buildings = {
  house: { ...usual.building, ...named(['house', 'houses'], ['cottage', 'cottages'], ['home', 'homes']), stature: 2, tintable: true },
  castle: { ...usual.building, ...named(['castle', 'castles'], ['fortress', 'fortresses'], ['fort', 'forts']), stature: 2.2 },
  church: { ...usual.building, ...named(['church', 'churches'], ['chapel', 'chapels']) },
  school: { ...usual.building, ...named(['school', 'schools'], ['schoolhouse', 'schoolhouses']) },
  'office-building': { ...usual.building, ...named(['office building', 'office buildings'], ['office block', 'office blocks'], ['tower block', 'tower blocks']), stature: 2.3 },
  pagoda: { ...usual.building, ...named(['pagoda', 'pagodas'], ['japanese castle', 'japanese castles']), stature: 2.2 },
  temple: { ...usual.building, ...named(['greek temple', 'greek temples'], ['temple', 'temples'], ['parthenon', 'parthenons']), stature: 1.9 },
  tent: { ...usual.building, ...named(['tent', 'tents'], ['camping tent', 'camping tents']), stature: 1.1, tintable: true },
  'circus-tent': { ...usual.building, ...named(['circus tent', 'circus tents'], ['big top', 'big tops'], ['circus', 'circuses']) },
  'ferris-wheel': { ...usual.building, ...named(['ferris wheel', 'ferris wheels'], ['big wheel', 'big wheels']), kinds: ['ride'], stature: 2.1 },
  fountain: { ...usual.building, ...named(['fountain', 'fountains']), kinds: [], stature: 1.1 },
} as const satisfies Record<string, Subject>;

export const furniture = {
  table: { ...usual.furniture, ...named(['table', 'tables'], ['wooden table', 'wooden tables'], ['desk', 'desks']), stature: 0.65, platform: true },
  chair: { ...usual.furniture, ...named(['chair', 'chairs'], ['wooden chair', 'wooden chairs']), platform: true },
  bed: { ...usual.furniture, ...named(['bed', 'beds']), stature: 0.6, platform: true },
  sofa: { ...usual.furniture, ...named(['sofa', 'sofas'], ['couch', 'couches'], ['settee', 'settees']), stature: 0.7, platform: true },
  television: { ...usual.furniture, ...named(['television', 'televisions'], ['tv', 'tvs'], ['tv set', 'tv sets'], ['television set', 'television sets']), kinds: ['device'], stature: 0.5, habitats: ['surface'], tintable: false },
} as const satisfies Record<string, Subject>;

export const instruments = {
  guitar: { ...usual.instrument, ...named(['guitar', 'guitars'], ['electric guitar', 'electric guitars']) },
  violin: { ...usual.instrument, ...named(['violin', 'violins'], ['fiddle', 'fiddles']) },
  trumpet: { ...usual.instrument, ...named(['trumpet', 'trumpets']) },
  drum: { ...usual.instrument, ...named(['drum', 'drums'], ['snare drum', 'snare drums']), stature: 0.5 },
} as const satisfies Record<string, Subject>;

export const objects = {
  book: { ...usual.object, ...named(['book', 'books'], ['closed book', 'closed books']) },
  umbrella: { ...usual.object, ...named(['umbrella', 'umbrellas'], ['parasol', 'parasols'], ['brolly', 'brollies']), stature: 0.65 },
  balloon: { ...toy, ...named(['balloon', 'balloons'], ['party balloon', 'party balloons']), stature: 0.5, habitats: ['sky'] },
  gift: { ...usual.object, ...named(['gift', 'gifts'], ['present', 'presents'], ['gift box', 'gift boxes'], ['wrapped gift', 'wrapped gifts']) },
  box: { ...usual.object, ...named(['cardboard box', 'cardboard boxes'], ['box', 'boxes'], ['package', 'packages'], ['parcel', 'parcels']), stature: 0.5, platform: true },
  crown: { ...usual.object, ...named(['crown', 'crowns']), stature: 0.38 },
  'top-hat': { ...usual.object, ...named(['top hat', 'top hats']), kinds: ['hat'], stature: 0.4 },
  lantern: { ...usual.object, ...named(['paper lantern', 'paper lanterns'], ['lantern', 'lanterns'], ['red lantern', 'red lanterns'], ['lampion', 'lampions']), habitats: ['sky', 'surface'] },
  candle: { ...usual.object, ...named(['candle', 'candles']), stature: 0.42, tintable: false },
  'alarm-clock': { ...usual.object, ...named(['alarm clock', 'alarm clocks'], ['clock', 'clocks']) },
  telescope: { ...usual.object, ...named(['telescope', 'telescopes']), kinds: ['device'], stature: 0.75, habitats: ['ground'], tintable: false },
  camera: { ...usual.object, ...named(['camera', 'cameras']), kinds: ['device'], stature: 0.38 },
  trophy: { ...usual.object, ...named(['trophy', 'trophies'], ['gold cup', 'gold cups']), stature: 0.42 },
  ball: { ...toy, ...named(['soccer ball', 'soccer balls'], ['football', 'footballs'], ['ball', 'balls']), stature: 0.36, tintable: false },
  kite: { ...toy, ...named(['kite', 'kites']), stature: 0.5, habitats: ['sky'], tintable: false },
  'teddy-bear': { ...toy, ...named(['teddy bear', 'teddy bears'], ['teddy', 'teddies']), stature: 0.5, rides: true, holds: true },
  suitcase: { ...usual.object, ...named(['suitcase', 'suitcases'], ['trolley case', 'trolley cases']), stature: 0.55 },
  bucket: { ...usual.object, ...named(['bucket', 'buckets'], ['pail', 'pails']), stature: 0.42 },
  teapot: { ...usual.object, ...named(['teapot', 'teapots']), stature: 0.42 },
  stump: { ...usual.object, ...named(['tree stump', 'tree stumps'], ['log', 'logs'], ['wooden log', 'wooden logs']), kinds: [], stature: 0.5, habitats: ['ground'], tintable: false, platform: true },
} as const satisfies Record<string, Subject>;
