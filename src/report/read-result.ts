import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunResult, resultSchema } from '../run/run-result.js';
import { completedResult, type OlderResult } from './older-result.js';
import { resultFile } from './result-file.js';

/** What every version of the schema has as objects, its lists included. */
const sections = ['run', 'verdict', 'ledger', 'latency', 'webhooks', 'failures', 'budgets'] as const;

/**
 * The result of a finished run, from its folder. One that an older foxload wrote is completed. Throws an Error that names the
 * file when there is none, or when it is of a schema that this foxload does not know.
 */
export function readResult(folder: string): RunResult {
  const file = join(folder, resultFile);
  const value = storedJson(file);
  const schema = isRecord(value) ? value.schema : undefined;
  if (typeof schema === 'number' && schema > resultSchema) {
    throw new Error(`${file} is of schema ${schema}, from a newer foxload; this one reads ${resultSchema}`);
  }
  if (!isResult(value)) {
    throw new Error(`${file} is no result of schema ${resultSchema}; write it again by foxload report`);
  }
  return completedResult(value);
}

/** By its sections alone: foxload wrote it, and whoever changed it by hand meant it. */
function isResult(value: unknown): value is OlderResult {
  if (!isRecord(value) || value.schema !== resultSchema) return false;
  return sections.every((name) => isRecord(value[name])) && Array.isArray(value.budgets);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function storedJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const found = error instanceof SyntaxError ? 'is not JSON' : 'can not be read';
    throw new Error(`${file} ${found}; wanted the result of a finished run`, { cause: error });
  }
}
