/** Those who act: people at work and at play, and the figures of stories. */

import type { Subject } from '../subject.ts';
import { named, usual } from './row.ts';

export const people = {
  astronaut: { ...usual.person, ...named(['astronaut', 'astronauts'], ['cosmonaut', 'cosmonauts'], ['spaceman', 'spacemen']), habitats: ['ground', 'space'] },
  farmer: { ...usual.person, ...named(['farmer', 'farmers'], ['peasant', 'peasants']) },
  cook: { ...usual.person, ...named(['cook', 'cooks'], ['chef', 'chefs']) },
  firefighter: { ...usual.person, ...named(['firefighter', 'firefighters'], ['fireman', 'firemen']) },
  'police-officer': { ...usual.person, ...named(['police officer', 'police officers'], ['policeman', 'policemen'], ['cop', 'cops']) },
  painter: { ...usual.person, ...named(['painter', 'painters'], ['artist', 'artists']) },
  scientist: { ...usual.person, ...named(['scientist', 'scientists'], ['chemist', 'chemists'], ['researcher', 'researchers']) },
  pilot: { ...usual.person, ...named(['pilot', 'pilots'], ['aviator', 'aviators'], ['airline pilot', 'airline pilots']) },
  mechanic: { ...usual.person, ...named(['mechanic', 'mechanics'], ['repairman', 'repairmen']) },
  judge: { ...usual.person, ...named(['judge', 'judges'], ['magistrate', 'magistrates']) },
  teacher: { ...usual.person, ...named(['teacher', 'teachers'], ['schoolteacher', 'schoolteachers']) },
  singer: { ...usual.person, ...named(['singer', 'singers'], ['rock star', 'rock stars'], ['pop star', 'pop stars'], ['vocalist', 'vocalists']) },
  detective: { ...usual.person, ...named(['detective', 'detectives'], ['sleuth', 'sleuths'], ['investigator', 'investigators']) },
  guard: { ...usual.person, ...named(['royal guard', 'royal guards'], ['guard', 'guards'], ['guardsman', 'guardsmen']) },
  doctor: { ...usual.person, ...named(['doctor', 'doctors'], ['physician', 'physicians'], ['medic', 'medics']) },
  builder: { ...usual.person, ...named(['builder', 'builders'], ['construction worker', 'construction workers']) },
  ninja: { ...usual.person, ...named(['ninja', 'ninjas']) },
  princess: { ...usual.person, ...named(['princess', 'princesses']), kinds: ['royal', 'person'] },
  wizard: { ...usual.person, ...named(['wizard', 'wizards'], ['sorcerer', 'sorcerers'], ['magician', 'magicians'], ['mage', 'mages']) },
  santa: { ...usual.person, ...named(['santa claus', 'santa clauses'], ['santa', 'santas'], ['father christmas', 'father christmases']) },
  clown: { ...usual.person, ...named(['clown', 'clowns'], ['jester', 'jesters']) },
  robot: { ...usual.person, ...named(['robot', 'robots'], ['android', 'androids'], ['droid', 'droids']), kinds: ['machine'], habitats: ['ground', 'space'] },
  alien: { ...usual.person, ...named(['alien', 'aliens'], ['extraterrestrial', 'extraterrestrials'], ['martian', 'martians']), kinds: ['creature'], habitats: ['ground', 'space'] },
  fairy: { ...usual.person, ...named(['fairy', 'fairies'], ['pixie', 'pixies']), kinds: ['creature'], stature: 0.8, habitats: ['sky', 'ground'] },
  man: { ...usual.person, ...named(['man', 'men'], ['guy', 'guys'], ['gentleman', 'gentlemen']) },
  woman: { ...usual.person, ...named(['woman', 'women'], ['lady', 'ladies']) },
  runner: { ...usual.person, ...named(['runner', 'runners'], ['jogger', 'joggers']) },
  dancer: { ...usual.person, ...named(['dancer', 'dancers'], ['flamenco dancer', 'flamenco dancers']) },
  skier: { ...usual.person, ...named(['skier', 'skiers']) },
  surfer: { ...usual.person, ...named(['surfer', 'surfers']), habitats: ['water'] },
  snowman: { ...usual.person, ...named(['snowman', 'snowmen']), kinds: ['figure'], stature: 0.9 },
  ghost: { ...usual.person, ...named(['ghost', 'ghosts'], ['spook', 'spooks'], ['phantom', 'phantoms']), kinds: ['creature'], stature: 0.8 },
} as const satisfies Record<string, Subject>;
