import { describe, expect, test } from 'vitest';
import { createSpelling, slipsBetween } from './spelling.ts';

const words = ['a', 'the', 'horse', 'house', 'beach', 'cat', 'goat', 'ship', 'deer', 'astronaut', 'watercolour', 'riding', 'red', 'light', 'boat', 'mouse', 'telescope', 'balloon'];
const meant = createSpelling(words);

describe('spelling', () => {
  test.each([
    ['becah', 'beach'], ['hors', 'horse'], ['horrse', 'horse'], ['ligjt', 'light'], ['astronuat', 'astronaut'], ['astrnaut', 'astronaut'], ['watrecolur', 'watercolour'],
    ['ridng', 'riding'], ['telesscope', 'telescope'], ['baloon', 'balloon'], ['ohrse', 'horse'], ['gaot', 'goat'],
  ])('%s is %s', (typed, known) => expect(meant(typed)).toBe(known));

  test.each(['giraffe', 'coat', 'moat', 'shop', 'dear', 'cart', 'moose', 'bat', 'teh', 'spaceship', 'violin', 'boar', 'horseradish', ''])('%s is another word', (typed) => expect(meant(typed)).toBeUndefined());

  test('slips add up, to a limit', () => {
    expect(slipsBetween('astronaut', 'astronaut', 2)).toBe(0);
    expect(slipsBetween('astornuat', 'astronaut', 2)).toBe(2);
    expect(slipsBetween('astornuta', 'astronaut', 1)).toBe(Infinity);
  });

  test('of two words as near, the more frequent one', () => {
    expect(createSpelling(['plane', 'planet'])('planr')).toBe('plane');
    expect(createSpelling(['stories', 'storks'])('storis')).toBe('stories');
  });
});
