import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { it } from 'vitest';

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The programs among `programs` that are not in the search path. */
export function missingPrograms(...programs: string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return programs.filter((program) => !folders.some((folder) => isExecutable(join(folder, program))));
}

/**
 * Says in the test report why tests are left out, or fails where FOXLOAD_REQUIRE_TOOLS=1 asks for every program, as a
 * machine that vouches for the project does. Gives whether the tests can run.
 */
export function canStart(...programs: string[]): boolean {
  const missing = missingPrograms(...programs);
  if (missing.length === 0) return true;
  const reason = `${missing.join(' and ')} not found; scripts/install-test-tools.sh installs it`;
  it(`needs ${programs.join(' and ')}`, ({ skip }) => {
    if (process.env.FOXLOAD_REQUIRE_TOOLS === '1') throw new Error(reason);
    skip(reason);
  });
  return false;
}
