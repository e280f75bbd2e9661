import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { monotonicClock } from '../../src/clock.js';
import type { JournalMode } from '../../src/journal/journal-header.js';
import { encodeLine } from '../../src/journal/journal-line.js';
import { continueJournal, createJournal } from '../../src/journal/open-journal.js';
import type { OrderEvent } from '../../src/order-event.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { ManualClock } from './manual-clock.js';
import { everyKind, header, headerLineOf, readAll, writeJournal } from './written-journal.js';

// Node runs no TypeScript, so the children run the built code; `npm test` builds first.
const appending = fileURLToPath(new URL('./appending-process.mjs', import.meta.url));

function sent(seq: number): OrderEvent {
  return { kind: 'sent', atMs: seq, seq };
}

function options(mode: JournalMode, errors: Error[] = []) {
  return { mode, clock: monotonicClock, failed: (error: Error) => errors.push(error) };
}

describe.each<JournalMode>(['process', 'group', 'strict'])('a journal on disk in %s mode', (mode) => {
  it('holds what was appended, and can be read by nobody but its owner', async () => {
    const file = join(temporaryFolder(), 'orders.ndjson');
    const journal = await createJournal(file, options(mode));
    journal.begin(header);
    for (const event of everyKind) journal.append(event);
    expect(await journal.durable()).toBe(true);
    expect(await journal.close()).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe(headerLineOf(mode) + everyKind.map(encodeLine).join(''));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('never writes over a file that is there', async () => {
    const file = join(temporaryFolder(), 'orders.ndjson');
    writeFileSync(file, 'somebody else');
    await expect(createJournal(file, options(mode))).rejects.toMatchObject({ code: 'EEXIST' });
    expect(readFileSync(file, 'utf8')).toBe('somebody else');
  });

  it('is not made where its folder is missing', async () => {
    const file = join(temporaryFolder(), 'no', 'orders.ndjson');
    await expect(createJournal(file, options(mode))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('goes on behind a torn line after a crash, and again after the next one', async () => {
    const file = join(temporaryFolder(), 'orders.ndjson');
    writeJournal(file, [sent(0)]);
    for (const seq of [1, 2, 3]) {
      writeFileSync(file, encodeLine(sent(99)).slice(0, seq * 7), { flag: 'a' });
      const { cut, intactBytes } = readAll(file);
      expect(cut?.bytes).toBe(seq * 7);
      const journal = await continueJournal(file, intactBytes, options(mode));
      journal.append(sent(seq));
      expect(await journal.close()).toBe(true);
    }
    expect(readAll(file)).toMatchObject({ read: [sent(0), sent(1), sent(2), sent(3)], cut: null });
  });

  it('does not go on where the file has become shorter since it was read, or is gone', async () => {
    const file = join(temporaryFolder(), 'orders.ndjson');
    writeJournal(file, [sent(0), sent(1)]);
    const { intactBytes } = readAll(file);
    writeJournal(file, [sent(0)]);
    await expect(continueJournal(file, intactBytes, options(mode))).rejects.toThrow(
      `${file} has ${statSync(file).size} bytes; wanted at least the ${intactBytes} that were read`,
    );
    expect(readAll(file).read).toEqual([sent(0)]);
    rmSync(file);
    await expect(continueJournal(file, intactBytes, options(mode))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(existsSync(file)).toBe(false);
  });

  it('fails when its folder is deleted under it', async () => {
    const folder = temporaryFolder();
    const clock = new ManualClock();
    const errors: Error[] = [];
    const failed = new Promise<void>((resolve) => {
      const journal = createJournal(join(folder, 'orders.ndjson'), {
        mode,
        clock,
        failed: (error) => {
          errors.push(error);
          resolve();
        },
      });
      void journal.then(async (writer) => {
        writer.begin(header);
        await writer.durable();
        rmSync(folder, { recursive: true });
        writer.append(sent(0));
        expect(await writer.close()).toBe(false);
        expect(await writer.durable()).toBe(false);
      });
    });
    await failed;
    expect(errors).toEqual([new Error('the file was deleted while it was written')]);
  });

  it.skipIf(!existsSync('/dev/full'))('fails on a full disk', async () => {
    const errors: Error[] = [];
    const journal = await continueJournal('/dev/full', 0, options(mode, errors));
    journal.append(sent(0));
    if (mode !== 'process') expect(await journal.durable()).toBe(false);
    expect(await journal.close()).toBe(false);
    expect(errors).toMatchObject([{ code: 'ENOSPC' }]);
    expect(errors).toHaveLength(1);
  });

  it('fails at the greatest size a file may have, and what it reported durable can be read', () => {
    const file = join(temporaryFolder(), 'orders.ndjson');
    // In blocks of 512 or 1024 bytes, depending on the shell: between 32 and 64 KiB.
    const { stdout, stderr } = spawnSync('sh', [
      '-c',
      'ulimit -f 64 && exec "$0" "$@"',
      ...[process.execPath, appending, file, mode, '100000'],
    ]);
    expect(stderr.toString()).toBe('');
    const words = stdout.toString().trimEnd().split('\n');
    const durable = words.filter((word) => /^\d+$/.test(word)).length;
    expect(words.filter((word) => word.startsWith('failed'))).toEqual(['failed EFBIG']);
    expect(words.slice(-2)).toEqual(['durable false', 'closed false']);
    const { read, cut } = readAll(file);
    expect(statSync(file).size).toBeGreaterThanOrEqual(32 * 1024);
    expect(cut === null || cut.bytes < 100).toBe(true);
    expect(read.slice(0, 3)).toEqual([sent(0), sent(1), sent(2)]);
    if (mode !== 'process') expect(read.length).toBeGreaterThanOrEqual(durable);
  });

  it('is not made in a folder without permission to write', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o500);
    const made = boundByPermissions(() => createJournal(join(folder, 'orders.ndjson'), options(mode)));
    await expect(made).rejects.toMatchObject({ code: 'EACCES' });
    chmodSync(folder, 0o700);
  });
});

/** Permissions do not bind root, so root is somebody else meanwhile. */
async function boundByPermissions<T>(act: () => Promise<T>): Promise<T> {
  const nobody = 65_534;
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(nobody);
  try {
    return await act();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
