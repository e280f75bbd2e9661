/** A time that a budget names, in milliseconds, and on which side of it exactly that time lies. */
export interface TimeLimit {
  readonly limitMs: number;
  readonly itself: 'within' | 'beyond';
}
