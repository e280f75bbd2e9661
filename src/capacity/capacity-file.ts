import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../run/start-error.js';
import { type CapacityResult, capacitySchema } from './capacity-result.js';

/** The state and the result of a search, in its folder. */
export const capacityFile = 'capacity.json';

/**
 * Writes the state of a search: synced under another name, then put in the place of the one before, so that a crash leaves
 * one of the two and never a half.
 */
export function writeCapacity(folder: string, result: CapacityResult): void {
  const file = join(folder, capacityFile);
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w');
  try {
    writeSync(handle, `${JSON.stringify(result, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

/** The state of a search, from its folder. Throws a StartError when there is none that this foxload can go on with. */
export function readCapacity(folder: string): CapacityResult {
  const file = join(folder, capacityFile);
  const value = storedJson(file);
  if (
    typeof value !== 'object' ||
    value === null ||
    !('schema' in value) ||
    value.schema !== capacitySchema
  ) {
    throw new StartError(
      `${file} is no search of schema ${capacitySchema}; wanted one of this version of foxload`,
    );
  }
  return value as CapacityResult;
}

function storedJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const found = error instanceof SyntaxError ? 'is not JSON' : "can't be read";
    throw new StartError(`${file} ${found}; wanted the folder of a capacity search`);
  }
}
