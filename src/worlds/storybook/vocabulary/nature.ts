/** What grows, what is eaten, and what stands in the sky. */

import type { Subject } from '../subject.ts';
import { named, usual } from './row.ts';

const vegetable = { ...usual.food, kinds: ['vegetable', 'food'] } as const;
const sweet = { ...usual.food, kinds: ['dessert', 'food'] } as const;
const flower = { ...usual.plant, kinds: ['flower', 'plant'], stature: 0.5, habitats: ['ground', 'surface'], portable: true } as const;
const tree = { ...usual.plant, kinds: ['plant'], stature: 1.7 } as const;

export const food = {
  apple: { ...usual.fruit, ...named(['apple', 'apples']), tintable: true },
  banana: { ...usual.fruit, ...named(['banana', 'bananas']) },
  watermelon: { ...usual.fruit, ...named(['watermelon', 'watermelons'], ['slice of watermelon', 'slices of watermelon']) },
  grapes: { ...usual.fruit, ...named(['bunch of grapes', 'bunches of grapes'], ['cluster of grapes', 'clusters of grapes']) },
  strawberry: { ...usual.fruit, ...named(['strawberry', 'strawberries']) },
  cherries: { ...usual.fruit, ...named(['pair of cherries', 'pairs of cherries'], ['cherry', 'cherries']) },
  pineapple: { ...usual.fruit, ...named(['pineapple', 'pineapples'], ['ananas', 'ananas']), stature: 0.5 },
  carrot: { ...vegetable, ...named(['carrot', 'carrots']) },
  corn: { ...vegetable, ...named(['corn cob', 'corn cobs'], ['ear of corn', 'ears of corn'], ['corn', 'corn']) },
  pumpkin: { ...vegetable, ...named(['pumpkin', 'pumpkins'], ["jack-o'-lantern", "jack-o'-lanterns"], ['halloween pumpkin', 'halloween pumpkins']), stature: 0.5 },
  bread: { ...usual.food, ...named(['loaf of bread', 'loaves of bread'], ['bread', 'bread']) },
  croissant: { ...usual.food, ...named(['croissant', 'croissants']) },
  cheese: { ...usual.food, ...named(['piece of cheese', 'pieces of cheese'], ['cheese', 'cheeses'], ['wedge of cheese', 'wedges of cheese']) },
  hamburger: { ...usual.food, ...named(['hamburger', 'hamburgers'], ['burger', 'burgers'], ['cheeseburger', 'cheeseburgers']) },
  pizza: { ...usual.food, ...named(['slice of pizza', 'slices of pizza'], ['pizza', 'pizzas'], ['pizza slice', 'pizza slices']) },
  doughnut: { ...sweet, ...named(['doughnut', 'doughnuts'], ['donut', 'donuts']) },
  'ice-cream': { ...sweet, ...named(['ice cream', 'ice creams'], ['ice cream cone', 'ice cream cones'], ['cone of ice cream', 'cones of ice cream']), stature: 0.45 },
  cake: { ...sweet, ...named(['birthday cake', 'birthday cakes'], ['cake', 'cakes']), stature: 0.5 },
  egg: { ...usual.food, ...named(['egg', 'eggs']), stature: 0.35, tintable: true },
  coffee: { ...usual.food, ...named(['cup of coffee', 'cups of coffee'], ['coffee', 'coffees'], ['coffee cup', 'coffee cups']), kinds: ['drink'], tintable: true },
} as const satisfies Record<string, Subject>;

export const plants = {
  'pine-tree': { ...tree, ...named(['pine tree', 'pine trees'], ['fir tree', 'fir trees'], ['spruce', 'spruces'], ['evergreen', 'evergreens']) },
  tree: { ...tree, ...named(['tree', 'trees'], ['oak tree', 'oak trees'], ['leafy tree', 'leafy trees']) },
  'palm-tree': { ...tree, ...named(['palm tree', 'palm trees'], ['palm', 'palms'], ['coconut palm', 'coconut palms']) },
  cactus: { ...usual.plant, ...named(['cactus', 'cacti']), stature: 1 },
  sunflower: { ...flower, ...named(['sunflower', 'sunflowers']), stature: 0.65 },
  tulip: { ...flower, ...named(['tulip', 'tulips']), tintable: true },
  rose: { ...flower, ...named(['rose', 'roses']) },
  'potted-plant': { ...usual.plant, ...named(['potted plant', 'potted plants'], ['houseplant', 'houseplants'], ['pot plant', 'pot plants']), stature: 0.55, habitats: ['surface'] },
  mushroom: { ...usual.plant, ...named(['mushroom', 'mushrooms'], ['toadstool', 'toadstools']), kinds: ['fungus', 'plant'], stature: 0.5, habitats: ['ground', 'surface'], tintable: true, portable: true, platform: true },
} as const satisfies Record<string, Subject>;

export const skyThings = {
  sun: { ...usual.skyThing, ...named(['sun', 'suns']) },
  moon: { ...usual.skyThing, ...named(['crescent moon', 'crescent moons'], ['moon', 'moons'], ['half moon', 'half moons']), stature: 0.6, habitats: ['sky', 'space'] },
  star: { ...usual.skyThing, ...named(['star', 'stars']), stature: 0.5, habitats: ['sky', 'space'], tintable: true },
  planet: { ...usual.skyThing, ...named(['ringed planet', 'ringed planets'], ['saturn', 'saturns'], ['planet', 'planets']), stature: 0.9, habitats: ['space', 'sky'], tintable: true },
  rainbow: { ...usual.skyThing, ...named(['rainbow', 'rainbows']), stature: 1.2 },
  cloud: { ...usual.skyThing, ...named(['cloud', 'clouds']), tintable: true },
} as const satisfies Record<string, Subject>;
