import { expect, test } from 'vitest';
import { parseEmphasis } from './prompt-emphasis.ts';
import { extractNetworks } from './prompt-networks.ts';
import { promptSchedule, rangeOfStep } from './prompt-schedule.ts';
import { promptParts, promptRanges, promptTexts } from './prompt-syntax.ts';

/** Texts and weights to three digits, '|' for a break. */
const emphasis = (prompt: string): string => parseEmphasis(prompt).map((one) => (one === 'break' ? '|' : `${one.text}*${Number(one.weight.toFixed(3))}`)).join(' ');

test('round brackets raise, square ones lower, a number says how much', () => {
  expect(emphasis('plain words')).toBe('plain words*1');
  expect(emphasis('a (red) fox')).toBe('a *1 red*1.1  fox*1');
  expect(emphasis('a [red] fox')).toBe('a *1 red*0.909  fox*1');
  expect(emphasis('(red:1.35)(blue: .5 )')).toBe('red*1.35 blue*0.5');
  expect(emphasis('(away:-1)')).toBe('away*-1');
  expect(emphasis('(one)(two)')).toBe('onetwo*1.1');
});

test('weights of nested brackets multiply', () => {
  expect(emphasis('((a))')).toBe('a*1.21');
  expect(emphasis('(a (b:2) [c])')).toBe('a *1.1 b*2.2  *1.1 c*1');
  expect(emphasis('(((house:1.3)) [on] a (hill:0.5), sun')).toBe('house*1.573  *1.1 on*1  a *1.1 hill*0.55 , sun*1.1'); // one bracket never closes
});

test('escaped brackets are text, and so are brackets without a partner and colons without a meaning', () => {
  expect(emphasis('\\(a\\) \\[b\\] \\\\ c')).toBe('(a) [b] \\ c*1');
  expect(emphasis('a) b] c')).toBe('a) b] c*1');
  expect(emphasis('ratio 16:9, (a:b)')).toBe('ratio 16:9, *1 a:b*1.1');
  expect(emphasis('a:1.3)')).toBe('a:1.3)*1');
  expect(emphasis('(1.2.3:1.2.3)')).toBe('1.2.3:1.2.3*1.1');
  expect(emphasis('back\\slash')).toBe('backslash*1');
  expect(emphasis('(open')).toBe('open*1.1');
  expect(emphasis('')).toBe('*1');
});

test('BREAK in capitals parts the tokens, whatever the brackets around', () => {
  expect(emphasis('a BREAK b')).toBe('a*1 | b*1');
  expect(emphasis('a\nBREAK\nb, BREAKFAST break')).toBe('a*1 | b, BREAKFAST break*1');
  expect(emphasis('(a BREAK b)')).toBe('a*1.1 | b*1.1');
});

/** `until:text` for ten steps. */
const schedule = (prompt: string, steps = 10): string[] => promptSchedule(prompt, steps).map(({ until, text }) => `${until}:${text}`);

test('edited prompts change at a step, or at a share of the run', () => {
  expect(schedule('nothing')).toEqual(['10:nothing']);
  expect(schedule('a [red:blue:3] fox')).toEqual(['3:a red fox', '10:a blue fox']);
  expect(schedule('a [red:blue:.5] fox')).toEqual(['5:a red fox', '10:a blue fox']);
  expect(schedule('a [red:blue:0.25] fox', 20)).toEqual(['5:a red fox', '20:a blue fox']);
  expect(schedule('a [red: 3 ]')).toEqual(['3:a ', '10:a red']);
  expect(schedule('[red::3]!')).toEqual(['3:red!', '10:!']);
  expect(schedule('[a:b:1.0]')).toEqual(['10:a']); // with a point it is the whole run, without one it is step 1
  expect(schedule('[a:b:1]')).toEqual(['1:a', '10:b']);
  expect(schedule('[a:b:0]')).toEqual(['10:b']);
  expect(schedule('[a:b:99]')).toEqual(['10:a']);
});

test('editing nests, within itself and within emphasis', () => {
  expect(schedule('[a:[b:c:6]:2]')).toEqual(['2:a', '6:b', '10:c']);
  expect(schedule('([a:b:3]:1.2)')).toEqual(['3:(a:1.2)', '10:(b:1.2)']);
  expect(schedule('[(a:1.2):(b:1.3):3]')).toEqual(['3:(a:1.2)', '10:(b:1.3)']);
  expect(schedule('[[[a]]:2]')).toEqual(['2:', '10:[[a]]']);
});

test('alternatives take turns, also empty ones', () => {
  expect(schedule('[a|b]', 4)).toEqual(['1:a', '2:b', '3:a', '4:b']);
  expect(schedule('[fe|]male', 3)).toEqual(['1:female', '2:male', '3:female']);
  expect(schedule('[fe|||]male', 5)).toEqual(['1:female', '4:male', '5:female']);
  expect(schedule('[a|[b:c:2]]', 4)).toEqual(['1:a', '2:b', '3:a', '4:c']);
});

test('what is no editing is left for others: emphasis, colons, bars, brackets without a partner, escapes', () => {
  for (const text of ['[a]', '[a:b]', '(a:b)', 'a | b', '[a|b:3]', '[a:b:c:3]', '[a:b:c]', 'a [open', 'a] [b', '[(a:3]', '\\[a:b:3\\]', '\\\\']) expect(schedule(text)).toEqual([`10:${text}`]);
  expect(schedule('a\\[b:3] [c:3]')).toEqual(['3:a\\[b:3] ', '10:a\\[b:3] c']);
  expect(schedule('\\\\[c:3]')).toEqual(['3:\\\\', '10:\\\\c']);
  expect(schedule('((a][:b:c [d:3]')).toEqual(['3:((a][:b:c ', '10:((a][:b:c d']);
});

test('a step finds its range', () => {
  const ranges = promptSchedule('[a:b:3]', 5);
  expect([0, 1, 2, 3, 4, 9].map((step) => rangeOfStep(ranges, step))).toEqual([0, 0, 0, 1, 1, 1]);
});

test('hostile nesting is refused or read in no time', () => {
  expect(() => promptSchedule('['.repeat(10_000), 10)).toThrow(/more than 100 brackets/);
  expect(schedule('[a:b:3]'.repeat(5000))).toHaveLength(2);
  expect(parseEmphasis('(a'.repeat(5000))).toHaveLength(5000);
});

test('networks are taken out of the text with their strengths', () => {
  expect(extractNetworks('a fox <lora:ink:0.8>, <lora:gold leaf:0.5:1.2>')).toEqual({
    text: 'a fox , ', networks: [{ kind: 'lora', name: 'ink', textStrength: 0.8, strength: 0.8 }, { kind: 'lora', name: 'gold leaf', textStrength: 0.5, strength: 1.2 }],
  });
  expect(extractNetworks('<lora:a><LORA:b:te=0.3:unet=-1>').networks).toEqual([{ kind: 'lora', name: 'a', textStrength: 1, strength: 1 }, { kind: 'lora', name: 'b', textStrength: 0.3, strength: -1 }]);
  expect(extractNetworks('3 < 4 and <3 and <b>').networks).toEqual([]);
  expect(() => extractNetworks('<lora:ink:strong>')).toThrow(/"strong" in <lora:ink:strong> is no number/);
});

test('networks hold for the whole run, also within edited text', () => {
  expect(promptRanges('<lora:ink:0.5>a [red <lora:oil:1>:blue:2] fox', 4)).toEqual([{ until: 2, text: 'a red  fox<lora:ink:0.5><lora:oil:1>' }, { until: 4, text: 'a blue fox<lora:ink:0.5><lora:oil:1>' }]);
  expect(promptRanges('<lora:ink:0.5>a [red] fox', 4)).toEqual([{ until: 4, text: '<lora:ink:0.5>a [red] fox' }]);
});

test('AND parts a prompt, each with its weight; networks hold for all', () => {
  expect(promptParts('a cat AND a dog :0.7 AND [a:b:.5]:-1')).toEqual([{ text: 'a cat', weight: 1 }, { text: 'a dog', weight: 0.7 }, { text: '[a:b:.5]', weight: -1 }]);
  expect(promptParts('a cat<lora:ink:1> AND a dog')).toEqual([{ text: 'a cat<lora:ink:1>', weight: 1 }, { text: 'a dog<lora:ink:1>', weight: 1 }]);
  for (const prompt of ['LAND AND_SEA and sand', 'a ratio of 16:9', 'a cat :0.7', '']) expect(promptParts(prompt)).toEqual([{ text: prompt, weight: 1 }]);
});

test('the texts of a prompt are all that is read of it', () => {
  expect(promptTexts('a [cat|dog] AND a [fox:owl:.5]:0.3', 4)).toEqual(['a cat', 'a dog', 'a fox', 'a owl']);
  expect(promptTexts('plain', 4)).toEqual(['plain']);
});
