/** Those who act: people at work and at play, and the figures of stories. */

import type { Subject } from '../subject.ts';
import { named, usual } from './row.ts';

/** Those whose drawings can sit on a mount and hold things. */
const able = { ...usual.person, rides: true, holds: true } as const;

export const people = {
  astronaut: { ...able, ...named(['astronaut', 'astronauts'], ['cosmonaut', 'cosmonauts'], ['spaceman', 'spacemen']), habitats: ['ground', 'space'] },
  farmer: { ...able, ...named(['farmer', 'farmers'], ['peasant', 'peasants']) },
  cook: { ...able, ...named(['cook', 'cooks'], ['chef', 'chefs']) },
  firefighter: { ...able, ...named(['firefighter', 'firefighters'], ['fireman', 'firemen']) },
  'police-officer': { ...able, ...named(['police officer', 'police officers'], ['policeman', 'policemen'], ['cop', 'cops']) },
  painter: { ...able, ...named(['painter', 'painters'], ['artist', 'artists']) },
  scientist: { ...able, ...named(['scientist', 'scientists'], ['chemist', 'chemists'], ['researcher', 'researchers']) },
  pilot: { ...able, ...named(['pilot', 'pilots'], ['aviator', 'aviators'], ['airline pilot', 'airline pilots']) },
  mechanic: { ...able, ...named(['mechanic', 'mechanics'], ['repairman', 'repairmen']) },
  judge: { ...able, ...named(['judge', 'judges'], ['magistrate', 'magistrates']) },
  teacher: { ...able, ...named(['teacher', 'teachers'], ['schoolteacher', 'schoolteachers']) },
  singer: { ...able, ...named(['singer', 'singers'], ['rock star', 'rock stars'], ['pop star', 'pop stars'], ['vocalist', 'vocalists']) },
  detective: { ...able, ...named(['detective', 'detectives'], ['sleuth', 'sleuths'], ['investigator', 'investigators']) },
  guard: { ...able, ...named(['royal guard', 'royal guards'], ['guard', 'guards'], ['guardsman', 'guardsmen']) },
  doctor: { ...able, ...named(['doctor', 'doctors'], ['physician', 'physicians'], ['medic', 'medics']) },
  builder: { ...able, ...named(['builder', 'builders'], ['construction worker', 'construction workers']) },
  ninja: { ...able, ...named(['ninja', 'ninjas']) },
  princess: { ...able, ...named(['princess', 'princesses']), kinds: ['royal', 'person'] },
  wizard: { ...able, ...named(['wizard', 'wizards'], ['sorcerer', 'sorcerers'], ['magician', 'magicians'], ['mage', 'mages']) },
  santa: { ...able, ...named(['santa claus', 'santa clauses'], ['santa', 'santas'], ['father christmas', 'father christmases']) },
  clown: { ...able, ...named(['clown', 'clowns'], ['jester', 'jesters']) },
  robot: { ...able, ...named(['robot', 'robots'], ['android', 'androids'], ['droid', 'droids']), kinds: ['machine'], habitats: ['ground', 'space'] },
  alien: { ...able, ...named(['alien', 'aliens'], ['extraterrestrial', 'extraterrestrials'], ['martian', 'martians']), kinds: ['creature'], habitats: ['ground', 'space'] },
  fairy: { ...usual.person, ...named(['fairy', 'fairies'], ['pixie', 'pixies']), kinds: ['creature'], stature: 0.8, habitats: ['sky', 'ground'] },
  man: { ...able, ...named(['man', 'men'], ['guy', 'guys'], ['gentleman', 'gentlemen']) },
  woman: { ...able, ...named(['woman', 'women'], ['lady', 'ladies']) },
  runner: { ...usual.person, ...named(['runner', 'runners'], ['jogger', 'joggers']) },
  dancer: { ...usual.person, ...named(['dancer', 'dancers'], ['flamenco dancer', 'flamenco dancers']) },
  skier: { ...usual.person, ...named(['skier', 'skiers']) },
  surfer: { ...usual.person, ...named(['surfer', 'surfers']), habitats: ['water'] },
  snowman: { ...able, ...named(['snowman', 'snowmen']), kinds: ['figure'], stature: 0.9 },
  ghost: { ...able, ...named(['ghost', 'ghosts'], ['spook', 'spooks'], ['phantom', 'phantoms']), kinds: ['creature'], stature: 0.8 },
} as const satisfies Record<string, Subject>;
