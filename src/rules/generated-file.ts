import type { Objective } from '../profile/objective.js';
import type { RuleOptions } from './alert.js';

/** A file that nobody writes by hand. */
export interface GeneratedFile {
  /** Below the folder that all generated files go to, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** From what the files are made. */
export interface Declaration extends RuleOptions {
  readonly objectives: readonly Objective[];
  /** How the profile is called that declares them. */
  readonly profileName: string;
}

/** Makes files from the objectives of a profile: the same text for the same declaration. */
export type FileMaker = (declaration: Declaration) => readonly GeneratedFile[];
