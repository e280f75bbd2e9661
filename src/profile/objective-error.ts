import { quoted } from './show-value.js';

/** An objective that can't be read. The message is `objective is "…"; wanted …`. */
export class ObjectiveError extends Error {
  /** What would have been right, to follow the word `wanted`. */
  readonly wanted: string;

  constructor(text: string, wanted: string) {
    super(`objective is ${quoted(text)}; wanted ${wanted}`);
    this.name = 'ObjectiveError';
    this.wanted = wanted;
  }
}
