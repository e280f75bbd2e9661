/** One thing that is wrong with a profile. */
export interface ProfileProblem {
  /** From 1; 0 for what stands in no line, such as a missing file. */
  readonly line: number;
  /** From 1; 0 where `line` is. */
  readonly column: number;
  /** The key, such as `load.stages[2].rate`; empty for the profile as a whole. */
  readonly path: string;
  /** A whole sentence: `profiles/soak.yaml:14: load.stages[2].rate is "-1/s"; wanted a positive rate like 50/s`. */
  readonly message: string;
}

/** A profile that can't be used, with everything that was found wrong, in the order of the file. Its message has a line for each. */
export class ProfileError extends Error {
  readonly problems: readonly ProfileProblem[];

  constructor(problems: readonly ProfileProblem[]) {
    super(problems.map(({ message }) => message).join('\n'));
    this.name = 'ProfileError';
    this.problems = problems;
  }
}
