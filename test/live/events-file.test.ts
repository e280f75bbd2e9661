import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EventsFile, olderEventsPath } from '../../src/live/events-file.js';
import { FileTail } from '../../src/live/file-tail.js';
import type { OrderEvent } from '../../src/order-event.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const header = {
  session: 'live-1',
  name: 'shop',
  dialect: 'header-key',
  deadlineMs: 300_000,
  objectives: [],
  wallOriginMs: 1_779_100_000_000,
};
const planned = (seq: number): OrderEvent => ({ kind: 'planned', atMs: seq, seq, sku: 0, stage: 0 });

/** Everything that the tail tells now, line by line. */
function lines(tail: FileTail): string[] {
  const told: string[] = [];
  tail.read((bytes, start, end) => told.push(bytes.toString('utf8', start, end)));
  return told;
}

describe('an events file', () => {
  it('has its header first, then each event, and can be read by nobody but its owner', async () => {
    const path = join(temporaryFolder(), 'shop.ndjson');
    const file = new EventsFile({ path, header, failed: (error) => expect.fail(String(error)) });
    file.append(planned(0));
    file.append(planned(1));
    await file.close();
    const records = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records).toMatchObject([{ kind: 'service', events: 1, ...header }, planned(0), planned(1)]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('goes on behind what another process left, half a line or not', async () => {
    const path = join(temporaryFolder(), 'shop.ndjson');
    writeFileSync(path, '{"kind":"pla');
    const file = new EventsFile({ path, header, failed: (error) => expect.fail(String(error)) });
    file.append(planned(0));
    await file.close();
    const [torn, ...rest] = readFileSync(path, 'utf8').trim().split('\n');
    expect(torn).toBe('{"kind":"pla');
    expect(rest.map((line) => JSON.parse(line).kind)).toEqual(['service', 'planned']);
  });

  it('that is full becomes the older one of two, and loses nothing between them', async () => {
    const path = join(temporaryFolder(), 'shop.ndjson');
    const file = new EventsFile({
      path,
      header,
      maxBytes: 1_000,
      failed: (error) => expect.fail(String(error)),
    });
    const tail = new FileTail(path);
    const seen: string[] = [];
    for (let seq = 0; seq < 60; seq += 1) {
      file.append(planned(seq));
      while (!seen.some((line) => line.includes(`"seq":${seq},`))) {
        file.flush();
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(...lines(tail));
      }
    }
    await file.close();
    seen.push(...lines(tail));
    const told = seen.map((line) => JSON.parse(line)).filter(({ kind }) => kind === 'planned');
    expect(told.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, seq) => seq));
    expect(existsSync(olderEventsPath(path))).toBe(true);
    expect(statSync(olderEventsPath(path)).size).toBeLessThan(2_000);
    tail.close();
  });

  it('that cannot be written is told once, and nothing more is tried', async () => {
    const failures: unknown[] = [];
    const path = join(temporaryFolder(), 'missing', 'shop.ndjson');
    const file = new EventsFile({ path, header, failed: (error) => failures.push(error) });
    file.append(planned(0));
    await file.close();
    file.append(planned(1));
    file.flush();
    expect(failures).toMatchObject([{ code: 'ENOENT' }]);
  });
});

describe('a tail', () => {
  it('tells whole lines only, once each, as they come', () => {
    const path = join(temporaryFolder(), 'a');
    const tail = new FileTail(path);
    expect(lines(tail)).toEqual([]);
    writeFileSync(path, 'one\ntw');
    expect(lines(tail)).toEqual(['one']);
    appendFileSync(path, 'o\n\nthree\n');
    expect(lines(tail)).toEqual(['two', 'three']);
    expect(lines(tail)).toEqual([]);
    tail.close();
  });

  it('begins anew where the file is another one, or was made shorter', () => {
    const path = join(temporaryFolder(), 'a');
    writeFileSync(path, 'one\n');
    const tail = new FileTail(path);
    expect(lines(tail)).toEqual(['one']);
    appendFileSync(path, 'two\n');
    renameSync(path, `${path}.1`);
    writeFileSync(path, 'three\n');
    expect(lines(tail)).toEqual(['two', 'three']);
    truncateSync(path);
    expect(lines(tail)).toEqual([]);
    appendFileSync(path, 'four\n');
    expect(lines(tail)).toEqual(['four']);
    tail.close();
  });

  it('gives a line up that has no end', () => {
    const path = join(temporaryFolder(), 'a');
    writeFileSync(path, 'x'.repeat(3 * 1024 * 1024));
    const tail = new FileTail(path);
    expect(lines(tail)).toEqual([]);
    appendFileSync(path, '\nnext\n');
    expect(lines(tail).at(-1)).toBe('next');
    tail.close();
  });

  it('of what is no file tells the error', () => {
    const folder = join(temporaryFolder(), 'folder');
    mkdirSync(folder);
    expect(() => lines(new FileTail(folder))).toThrow('EISDIR');
  });
});
