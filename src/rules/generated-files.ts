import type { Declaration, FileMaker, GeneratedFile } from './generated-file.js';
import { openSloFile } from './openslo-file.js';
import { ruleFile } from './rule-file.js';
import { slothFiles } from './sloth-files.js';

/** What is made of the objectives of a profile by this stage; `further` makers add theirs, such as the dashboards. */
export function generatedFiles(
  declaration: Declaration,
  further: readonly FileMaker[] = [],
): readonly GeneratedFile[] {
  return [ruleFile, openSloFile, slothFiles, ...further].flatMap((make) => make(declaration));
}
