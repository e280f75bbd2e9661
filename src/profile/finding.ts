import type { ProfilePath } from './profile-path.js';

/** Something wrong, before it is known where in the file it stands. */
export interface Finding {
  readonly path: ProfilePath;
  /** Whether the key itself is wrong or what it holds. */
  readonly at: 'key' | 'value';
  /** What follows the path in the message: `is "-1/s"; wanted a positive rate like 50/s`. */
  readonly text: string;
}
