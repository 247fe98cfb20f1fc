/** Animals: on land, in the air, in the sea, and the small ones. */

import type { Subject } from '../subject.ts';
import { named, usual } from './row.ts';

const pet = { ...usual.animal, kinds: ['pet', 'animal'], stature: 0.55, rides: true } as const;
const wild = { ...usual.animal, kinds: ['wild animal', 'animal'] } as const;
const farm = { ...usual.animal, kinds: ['farm animal', 'animal'] } as const;
/** Animals that sit upright as people do. */
const upright = { rides: true, holds: true } as const;

export const animals = {
  horse: { ...farm, ...named(['horse', 'horses'], ['stallion', 'stallions'], ['mare', 'mares'], ['pony', 'ponies']), stature: 1.25, mount: true },
  unicorn: { ...usual.animal, ...named(['unicorn', 'unicorns']), kinds: ['magical creature', 'creature'], stature: 1.3, mount: true },
  cow: { ...farm, ...named(['cow', 'cows'], ['dairy cow', 'dairy cows']), stature: 1.05, mount: true },
  pig: { ...farm, ...named(['pig', 'pigs'], ['hog', 'hogs'], ['swine', 'swine']), stature: 0.7, mount: true },
  sheep: { ...farm, ...named(['sheep', 'sheep'], ['ewe', 'ewes'], ['lamb', 'lambs']), stature: 0.7, mount: true },
  camel: { ...usual.animal, ...named(['camel', 'camels']), stature: 1.35, mount: true },
  giraffe: { ...wild, ...named(['giraffe', 'giraffes']), stature: 1.7 },
  elephant: { ...wild, ...named(['elephant', 'elephants']), stature: 1.4, mount: true },
  rhinoceros: { ...wild, ...named(['rhinoceros', 'rhinoceroses'], ['rhino', 'rhinos']), stature: 1.1, mount: true },
  zebra: { ...wild, ...named(['zebra', 'zebras']), stature: 1.1, mount: true },
  deer: { ...wild, ...named(['deer', 'deer'], ['stag', 'stags'], ['reindeer', 'reindeer']), stature: 1.1, mount: true },
  kangaroo: { ...wild, ...named(['kangaroo', 'kangaroos'], ['wallaby', 'wallabies']), stature: 0.95 },
  tiger: { ...wild, ...named(['tiger', 'tigers']), kinds: ['big cat', 'wild animal', 'animal'], stature: 0.85, mount: true },
  lion: { ...wild, ...upright, ...named(['lion', 'lions']), kinds: ['big cat', 'wild animal', 'animal'], stature: 0.85 },
  bear: { ...wild, ...upright, ...named(['bear', 'bears'], ['brown bear', 'brown bears'], ['grizzly', 'grizzlies']), stature: 0.95 },
  panda: { ...wild, ...upright, ...named(['panda', 'pandas'], ['panda bear', 'panda bears']), stature: 0.85 },
  koala: { ...wild, ...upright, ...named(['koala', 'koalas'], ['koala bear', 'koala bears']), stature: 0.65 },
  fox: { ...wild, ...upright, ...named(['fox', 'foxes'], ['red fox', 'red foxes']), stature: 0.6 },
  monkey: { ...wild, ...upright, ...named(['monkey', 'monkeys'], ['chimp', 'chimps'], ['ape', 'apes']), stature: 0.65 },
  cat: { ...pet, ...named(['cat', 'cats'], ['kitty', 'kitties'], ['kitten', 'kittens']), stature: 0.5 },
  dog: { ...pet, ...named(['dog', 'dogs'], ['puppy', 'puppies'], ['hound', 'hounds']), stature: 0.55 },
  mouse: { ...usual.animal, rides: true, ...named(['mouse', 'mice']), kinds: ['rodent', 'animal'], stature: 0.32, habitats: ['surface'], portable: true },
  rabbit: { ...pet, ...named(['rabbit', 'rabbits'], ['bunny', 'bunnies'], ['hare', 'hares']), stature: 0.42, habitats: ['surface'], portable: true },
  squirrel: { ...wild, ...upright, ...named(['squirrel', 'squirrels'], ['chipmunk', 'chipmunks']), kinds: ['rodent', 'animal'], stature: 0.42, habitats: ['surface'] },
  hedgehog: { ...wild, ...named(['hedgehog', 'hedgehogs']), stature: 0.38, habitats: ['surface'] },
  frog: { ...usual.animal, ...upright, ...named(['frog', 'frogs'], ['toad', 'toads']), stature: 0.4, habitats: ['surface'], portable: true },
  turtle: { ...usual.animal, ...named(['turtle', 'turtles'], ['tortoise', 'tortoises']), kinds: ['reptile', 'animal'], stature: 0.45, habitats: ['ground', 'under-water'], mount: true, platform: true },
  snake: { ...usual.animal, ...named(['snake', 'snakes'], ['serpent', 'serpents']), kinds: ['reptile', 'animal'], stature: 0.55 },
  dragon: { ...usual.animal, ...named(['dragon', 'dragons']), kinds: ['magical creature', 'creature'], stature: 1.5, habitats: ['ground', 'sky'], mount: true },
  dinosaur: { ...usual.animal, ...named(['dinosaur', 'dinosaurs'], ['tyrannosaurus', 'tyrannosauruses'], ['t-rex', 't-rexes']), kinds: ['reptile', 'animal'], stature: 1.5, mount: true },
} as const satisfies Record<string, Subject>;

export const birds = {
  rooster: { ...usual.bird, ...named(['rooster', 'roosters'], ['cockerel', 'cockerels']), kinds: ['farm animal', 'bird', 'animal'], stature: 0.5 },
  chick: { ...usual.bird, ...named(['chick', 'chicks'], ['baby chicken', 'baby chickens']), stature: 0.32, habitats: ['surface'], portable: true },
  penguin: { ...usual.bird, ...upright, ...named(['penguin', 'penguins']), stature: 0.55 },
  dove: { ...usual.bird, ...named(['dove', 'doves'], ['pigeon', 'pigeons']), stature: 0.45, habitats: ['sky'] },
  duck: { ...usual.bird, ...named(['duck', 'ducks'], ['mallard', 'mallards']), stature: 0.45, habitats: ['ground', 'water'] },
  swan: { ...usual.bird, ...named(['swan', 'swans']), stature: 0.6, habitats: ['water', 'ground'] },
  owl: { ...usual.bird, ...named(['owl', 'owls']), stature: 0.5, habitats: ['surface', 'ground'] },
  flamingo: { ...usual.bird, ...named(['flamingo', 'flamingos']), stature: 0.85 },
  peacock: { ...usual.bird, ...named(['peacock', 'peacocks'], ['peafowl', 'peafowl']), stature: 0.75 },
  parrot: { ...usual.bird, ...named(['parrot', 'parrots'], ['macaw', 'macaws']), stature: 0.5, habitats: ['surface', 'ground'] },
} as const satisfies Record<string, Subject>;

export const seaAnimals = {
  whale: { ...usual.seaAnimal, ...named(['whale', 'whales'], ['blue whale', 'blue whales']), stature: 1.4, habitats: ['water', 'under-water'], mount: true },
  dolphin: { ...usual.seaAnimal, ...named(['dolphin', 'dolphins'], ['porpoise', 'porpoises']), stature: 0.9, habitats: ['under-water', 'water'] },
  seal: { ...usual.seaAnimal, ...named(['seal', 'seals'], ['sea lion', 'sea lions']), stature: 0.65, habitats: ['ground', 'under-water'] },
  fish: { ...usual.seaAnimal, ...named(['fish', 'fish']), stature: 0.5, tintable: true },
  shark: { ...usual.seaAnimal, ...named(['shark', 'sharks']), stature: 1, habitats: ['under-water'] },
  octopus: { ...usual.seaAnimal, ...named(['octopus', 'octopuses']), stature: 0.7, tintable: true, holds: true },
  jellyfish: { ...usual.seaAnimal, ...named(['jellyfish', 'jellyfish']), stature: 0.6, tintable: true },
  crab: { ...usual.seaAnimal, ...named(['crab', 'crabs']), stature: 0.45, habitats: ['ground', 'under-water'] },
} as const satisfies Record<string, Subject>;

export const insects = {
  butterfly: { ...usual.insect, ...named(['butterfly', 'butterflies']), stature: 0.4, habitats: ['sky'], tintable: true },
  caterpillar: { ...usual.insect, ...named(['caterpillar', 'caterpillars']), stature: 0.35 },
  bee: { ...usual.insect, ...named(['bee', 'bees'], ['honeybee', 'honeybees'], ['bumblebee', 'bumblebees']), habitats: ['sky'] },
  ladybird: { ...usual.insect, ...named(['ladybird', 'ladybirds'], ['ladybug', 'ladybugs'], ['lady beetle', 'lady beetles']) },
  spider: { ...usual.insect, ...named(['spider', 'spiders']), kinds: ['creature', 'animal'] },
  snail: { ...usual.insect, ...named(['snail', 'snails']), kinds: ['creature', 'animal'], mount: true },
} as const satisfies Record<string, Subject>;
