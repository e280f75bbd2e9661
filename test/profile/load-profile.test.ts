import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadProfile } from '../../src/profile/load-profile.js';
import { ProfileError } from '../../src/profile/profile-error.js';
import { shippedProfileNames } from '../../src/profile/profile-file.js';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'foxload-profile-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const text = 'name: own\nload: { stages: [ { rate: 5/s, for: 3s } ] }\norders: [ { sku: steam-us-20 } ]\n';

test('a shipped profile is found by its name, from any working directory', () => {
  const loaded = loadProfile('demo');
  expect(loaded.profile.name).toBe('demo');
  expect(loaded.fileName).toBe('profiles/demo.yaml');
  expect(loaded.profile.source).toBe(
    readFileSync(new URL('../../profiles/demo.yaml', import.meta.url), 'utf8'),
  );
});

test('any other profile is read by its path, and keeps it in messages', () => {
  const path = write('own.yaml', text);
  const loaded = loadProfile(path);
  expect([loaded.profile.name, loaded.profile.source, loaded.fileName]).toStrictEqual(['own', text, path]);
});

test('eleven profiles are shipped', () => {
  const names = [
    'canary',
    'capacity',
    'ci-gate',
    'demo',
    'idempotency',
    'published',
    'ramp',
    'saturate',
    'soak',
    'spike',
    'steady',
  ];
  expect(shippedProfileNames()).toStrictEqual(names);
});

test.each([
  [
    'stedy',
    'stedy is no shipped profile; wanted one of canary, capacity, ci-gate, demo, idempotency, published, ramp, saturate, soak, spike, steady (did you mean steady?), or a path like ./stedy.yaml',
  ],
  [
    'nothing-like-it',
    'nothing-like-it is no shipped profile; wanted one of canary, capacity, ci-gate, demo, idempotency, published, ramp, saturate, soak, spike, steady, or a path like ./nothing-like-it.yaml',
  ],
  [
    '',
    'an empty name is no shipped profile; wanted one of canary, capacity, ci-gate, demo, idempotency, published, ramp, saturate, soak, spike, steady, or a path like ./.yaml',
  ],
  ['./no-such/p.yaml', './no-such/p.yaml cannot be read: there is no such file'],
  ['p\0.yaml', 'p\0.yaml cannot be read: the system answered ERR_INVALID_ARG_VALUE'],
])('%j is refused with a sentence', (name, message) => {
  expect(() => loadProfile(name)).toThrow(new ProfileError([{ line: 0, column: 0, path: '', message }]));
});

test('a folder, a file that is too long and one that is no text are refused with a sentence', () => {
  const inner = join(folder, 'inner.yaml');
  mkdirSync(inner);
  const long = write('long.yaml', '#'.repeat(131_073));
  const latin1 = write('latin1.yaml', Uint8Array.of(0x6e, 0xe9));
  expect(() => loadProfile(inner)).toThrow(`${inner} cannot be read: it is a folder; wanted a file in YAML`);
  expect(() => loadProfile(long)).toThrow(`${long} has 131073 bytes; wanted a profile of at most 131072`);
  expect(() => loadProfile(latin1)).toThrow(`${latin1} is not UTF-8 text; wanted a profile in YAML`);
});

test('a bad profile is told about with its path and line', () => {
  const path = write('bad.yaml', text.replace('5/s', '5'));
  expect(() => loadProfile(path)).toThrow(
    `${path}:2: load.stages[0].rate is 5; wanted a positive rate like 50/s`,
  );
});
