/** What the words of a world hang on: things, places and times that people have several words for. */

/** One concept: the first wording is the one that full captions use. */
export interface Concept {
  readonly words: readonly [string, ...string[]];
}

/** A place or a light can be said as a clause ("on the beach") or as a bare word ("beach") in telegraphic prompts. */
export interface ClauseConcept extends Concept {
  readonly clauses: readonly [string, ...string[]];
}
