/** The place of a word in its closed list; -1 for none. */
export function placeOf<Word>(words: readonly Word[], word: Word | null): number {
  return word === null ? -1 : words.indexOf(word);
}

/**
 * The word at a place; null for -1, which is not looked up: an array is asked for an element that it can't have as if for a name, and
 * twenty times as slowly.
 */
export function wordAt<Word>(words: readonly Word[], place: number): Word | null {
  return place < 0 ? null : (words[place] ?? null);
}
