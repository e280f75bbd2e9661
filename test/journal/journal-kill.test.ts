import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.js';
import { readAll } from './written-journal.js';

const appending = fileURLToPath(new URL('./appending-process.mjs', import.meta.url));
const built = fileURLToPath(new URL('../../dist/journal/open-journal.js', import.meta.url));

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** The numbers that a process reported durable before it was killed, which is once it has told `enough` of them. */
async function killedAfter(file: string, mode: string, enough: number): Promise<number[]> {
  expect(existsSync(built), 'built first: npm run build').toBe(true);
  const child = spawn(process.execPath, [appending, file, mode, '10000000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => {
    told += chunk.toString();
    if (told.split('\n').length > enough) child.kill('SIGKILL');
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  // The last line may be cut by the kill.
  return told.split('\n').slice(0, -1).map(Number);
}

describe('a process that is killed while it writes its journal', () => {
  it.each([
    ['group', [1, 2, 60, 300, 501]],
    ['strict', [1, 37, 400, 2_000, 5_003]],
  ])('leaves every event in it that was reported durable, in %s mode', async (mode, kills) => {
    for (const enough of kills) {
      const file = join(temporaryFolder(), 'orders.ndjson');
      const reported = await killedAfter(file, mode, enough);
      const { read, skipped, header } = readAll(file);
      expect(header.mode).toBe(mode);
      expect(skipped).toEqual([]);
      expect(reported.length).toBeGreaterThanOrEqual(enough);
      expect(read.length).toBeGreaterThan(Math.max(...reported));
      expect(read).toEqual(read.map((_, seq) => ({ kind: 'sent', atMs: seq, seq })));
    }
  });
});
