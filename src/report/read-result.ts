import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunResult, resultSchema } from '../run/run-result.js';
import { resultFile } from './write-reports.js';

/**
 * The result of a finished run, from its folder. Throws an Error that names the file when there is none, or when it is
 * of a version that this foxload does not know.
 */
export function readResult(folder: string): RunResult {
  const file = join(folder, resultFile);
  const value = storedJson(file);
  if (typeof value !== 'object' || value === null || !('schema' in value) || value.schema !== resultSchema) {
    throw new Error(
      `${file} is no result of schema ${resultSchema}; write it again with this version of foxload`,
    );
  }
  return value as RunResult;
}

function storedJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const found = error instanceof SyntaxError ? 'is not JSON' : 'can not be read';
    throw new Error(`${file} ${found}; wanted the result of a finished run`, { cause: error });
  }
}
