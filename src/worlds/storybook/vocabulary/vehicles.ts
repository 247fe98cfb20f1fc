/** What drives, flies and sails. */

import type { Subject } from '../subject.ts';
import { named, usual } from './row.ts';

/** Things that one sits on. */
const ridden = { ...usual.vehicle, stature: 0.75, mount: true } as const;

export const vehicles = {
  car: { ...usual.vehicle, ...named(['car', 'cars'], ['automobile', 'automobiles'], ['motorcar', 'motorcars']), stature: 0.85, platform: true },
  'police-car': { ...usual.vehicle, ...named(['police car', 'police cars'], ['patrol car', 'patrol cars']), kinds: ['emergency vehicle', 'vehicle'], stature: 0.85, tintable: false },
  taxi: { ...usual.vehicle, ...named(['taxi', 'taxis'], ['cab', 'cabs'], ['taxicab', 'taxicabs']), stature: 0.85, tintable: false },
  bus: { ...usual.vehicle, ...named(['bus', 'buses'], ['coach', 'coaches']), stature: 1.2, platform: true },
  ambulance: { ...usual.vehicle, ...named(['ambulance', 'ambulances']), kinds: ['emergency vehicle', 'vehicle'], stature: 1.1, tintable: false },
  'fire-engine': { ...usual.vehicle, ...named(['fire engine', 'fire engines'], ['fire truck', 'fire trucks']), kinds: ['emergency vehicle', 'vehicle'], stature: 1.1, tintable: false },
  truck: { ...usual.vehicle, ...named(['truck', 'trucks'], ['lorry', 'lorries'], ['delivery truck', 'delivery trucks']), stature: 1.15, platform: true },
  tractor: { ...usual.vehicle, ...named(['tractor', 'tractors']), stature: 1.1 },
  'racing-car': { ...usual.vehicle, ...named(['racing car', 'racing cars'], ['race car', 'race cars'], ['formula one car', 'formula one cars']), stature: 0.55 },
  motorcycle: { ...ridden, ...named(['motorcycle', 'motorcycles'], ['motorbike', 'motorbikes']) },
  scooter: { ...ridden, ...named(['scooter', 'scooters'], ['motor scooter', 'motor scooters'], ['moped', 'mopeds']) },
  bicycle: { ...ridden, ...named(['bicycle', 'bicycles'], ['bike', 'bikes'], ['cycle', 'cycles']) },
  skateboard: { ...usual.vehicle, ...named(['skateboard', 'skateboards']), stature: 0.35, habitats: ['surface'] },
  locomotive: { ...usual.vehicle, ...named(['steam train', 'steam trains'], ['locomotive', 'locomotives'], ['train', 'trains'], ['steam engine', 'steam engines']), stature: 1.3, tintable: false },
  sled: { ...usual.vehicle, ...named(['sled', 'sleds'], ['sledge', 'sledges'], ['sleigh', 'sleighs'], ['toboggan', 'toboggans']), stature: 0.5, mount: true },
} as const satisfies Record<string, Subject>;

export const aircraft = {
  airplane: { ...usual.aircraft, ...named(['airplane', 'airplanes'], ['aeroplane', 'aeroplanes'], ['plane', 'planes']), habitats: ['sky'] },
  helicopter: { ...usual.aircraft, ...named(['helicopter', 'helicopters'], ['chopper', 'choppers']), stature: 1.1 },
  rocket: { ...usual.aircraft, ...named(['rocket', 'rockets'], ['spaceship', 'spaceships'], ['spacecraft', 'spacecraft']), habitats: ['sky', 'space'] },
  ufo: { ...usual.aircraft, ...named(['flying saucer', 'flying saucers'], ['ufo', 'ufos']), habitats: ['sky', 'space'], tintable: false },
} as const satisfies Record<string, Subject>;

export const ships = {
  sailboat: { ...usual.ship, ...named(['sailboat', 'sailboats'], ['sailing boat', 'sailing boats'], ['yacht', 'yachts']) },
  canoe: { ...usual.ship, ...named(['canoe', 'canoes'], ['rowing boat', 'rowing boats'], ['rowboat', 'rowboats']), stature: 0.6 },
  speedboat: { ...usual.ship, ...named(['speedboat', 'speedboats'], ['motorboat', 'motorboats']), stature: 0.7 },
  ship: { ...usual.ship, ...named(['ship', 'ships'], ['ocean liner', 'ocean liners'], ['cruise ship', 'cruise ships'], ['steamship', 'steamships']), stature: 1.7 },
} as const satisfies Record<string, Subject>;
