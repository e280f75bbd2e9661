import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { processIdentity } from '../../src/run/process-identity.js';
import { lockRun } from '../../src/run/run-lock.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const other = process.ppid;

function lockedBy(pid: string | number, identity: string | null = null): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'running.pid'), `${pid}\n`);
  if (identity !== null) writeFileSync(join(folder, 'running.process'), `${identity}\n`);
  return folder;
}

test('a lock is there as long as it is held, and tells who holds it', () => {
  const folder = temporaryFolder();
  const unlock = lockRun(folder);
  const file = join(folder, 'running.pid');
  expect(readFileSync(file, 'utf8')).toBe(`${process.pid}\n`);
  unlock();
  expect(readdirSync(folder)).toEqual([]);
});

test('a process that lives holds its run, whether the lock tells which one it was or not', () => {
  const told = `goes on in process ${other}`;
  expect(() => lockRun(lockedBy(other))).toThrow(told);
  expect(() => lockRun(lockedBy(other, processIdentity(other)))).toThrow(told);
});

test('another process that has the number of one that is gone holds nobody up', (context) => {
  if (processIdentity(other) === null) context.skip();
  expect(() => lockRun(lockedBy(other, 'a-boot-before-this-one 4711'))).not.toThrow();
});

test('what is no lock, or that of a process before with our own number, holds nobody up', () => {
  for (const text of ['', 'soon', '-3', process.pid]) expect(() => lockRun(lockedBy(text))).not.toThrow();
});
