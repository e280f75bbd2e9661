import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProfileError } from '../../src/profile/profile-error.js';
import { readProfile } from '../../src/profile/read-profile.js';
import { openLoad } from '../support/open-load.js';
import { problemsOf } from './problems-of.js';

const demo = readFileSync(new URL('../../profiles/demo.yaml', import.meta.url), 'utf8');

test('any text at all is a profile or a ProfileError whose lines are lines of the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const lines = text.split('\n').length;
      for (const { line, column, message } of problemsOf(text)) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(message.startsWith(`p.yaml:${line}: `)).toBe(true);
      }
    }),
    { seed: 7, numRuns: 1_000 },
  );
});

test('a shipped profile with any piece cut out, doubled or replaced is a profile or a ProfileError', () => {
  const piece = fc.constantFrom(
    '',
    '{',
    '}',
    '[',
    ']',
    ':',
    '- ',
    '\n',
    '*a',
    '&a ',
    '!x ',
    '? ',
    '1',
    '%',
    '"',
    '__proto__: ',
    '<<: ',
    '\t',
    '\0',
  );
  const place = fc.nat({ max: demo.length });
  fc.assert(
    fc.property(place, place, piece, (from, to, replacement) => {
      const text = demo.slice(0, from) + replacement + demo.slice(to);
      try {
        expect(openLoad(readProfile(text, 'p.yaml').load).stages.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(ProfileError);
      }
    }),
    { seed: 8, numRuns: 1_000 },
  );
});

test('any JSON value is a profile or a ProfileError', () => {
  const key = fc.constantFrom(
    'name',
    'target',
    'load',
    'stages',
    'rate',
    'orders',
    'sandbox',
    'failures',
    'url',
    'listen',
    'x',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ depthSize: 'small' }, fc.jsonValue({ maxDepth: 0 }), tie('list'), tie('mapping')),
    list: fc.array(tie('tree'), { maxLength: 4 }),
    mapping: fc.dictionary(key, tie('tree'), { maxKeys: 6 }),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      expect(problemsOf(JSON.stringify(value)).length).toBeGreaterThan(0);
    }),
    { seed: 9, numRuns: 1_000 },
  );
});
