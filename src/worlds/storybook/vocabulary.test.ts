import { describe, expect, it } from 'vitest';
import type { ClauseConcept, Concept } from '../concept.ts';
import { compositions, counts, lights, places, relations, styles, subjectIds, subjects, tints } from './vocabulary.ts';
import { kindPlurals } from './vocabulary/kinds.ts';

const clausesOf = (row: Concept | ClauseConcept): readonly string[] => ('clauses' in row ? row.clauses : row.words);

describe('words of the storybook world', () => {
  it('has at least 150 subjects, in every category', () => {
    expect(subjectIds.length).toBeGreaterThanOrEqual(150);
    expect(new Set(Object.values(subjects).map(({ category }) => category)).size).toBe(15);
  });

  it('calls no two subjects by one wording, in the singular or in the plural', () => {
    for (const form of ['words', 'plurals'] as const) {
      const owners = new Map<string, string>();
      for (const id of subjectIds) {
        for (const word of subjects[id][form]) {
          expect(owners.get(word) ?? id, word).toBe(id);
          owners.set(word, id);
        }
      }
    }
  });

  it('has a plural for every wording and no kind that is also a wording', () => {
    for (const id of subjectIds) {
      expect(subjects[id].plurals, id).toHaveLength(subjects[id].words.length);
      for (const word of subjects[id].words) expect(Object.keys(kindPlurals), id).not.toContain(word);
    }
  });

  it('names no two rows of a table alike', () => {
    for (const table of [tints, places, lights, styles, compositions, relations, counts]) {
      const clauses = Object.values<Concept>(table).flatMap(clausesOf);
      expect(clauses.filter((clause, i) => clauses.indexOf(clause) !== i)).toEqual([]);
    }
  });

  it('writes everything in lower case, trimmed', () => {
    const rows = [subjects, tints, places, lights, styles, compositions, relations, counts].flatMap((table) => Object.values<Concept>(table));
    const all = rows.flatMap((row) => [...row.words, ...clausesOf(row)]);
    for (const wording of all) expect(wording).toBe(wording.toLowerCase().trim());
  });

  it('offers every subject a place', () => {
    for (const id of subjectIds) {
      expect(Object.values(places).filter((place) => place.habitats.some((habitat) => subjects[id].habitats.includes(habitat))).length, id).toBeGreaterThan(1);
    }
  });
});
