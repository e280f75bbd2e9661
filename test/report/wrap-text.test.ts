import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { glued, quantitiesGlued, wrapText } from '../../src/report/wrap-text.js';

describe('wrapText', () => {
  it('leaves a text that fits as it is, runs of spaces included', () => {
    expect(wrapText('  pass         holds', 20, 4)).toEqual(['  pass         holds']);
  });

  it('breaks at the last space that fits and indents what follows', () => {
    expect(wrapText('  one two three four five', 14, 4)).toEqual(['  one two', '    three four', '    five']);
  });

  it('keeps glued words together', () => {
    expect(wrapText(`late 0, ${glued('out of order 0')}`, 16, 2)).toEqual(['late 0,', '  out of order 0']);
  });

  it('cuts a word that is longer than a line', () => {
    expect(wrapText('see http://127.0.0.1:8787/webhooks', 12, 2)).toEqual([
      'see',
      '  http://127',
      '  .0.0.1:878',
      '  7/webhooks',
    ]);
  });

  it('never gives a wider line, and loses nothing but spaces', () => {
    const words = fc.array(fc.string({ minLength: 1, maxLength: 30 }), { maxLength: 20 });
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 10, max: 40 }),
        fc.integer({ min: 0, max: 9 }),
        (parts, columns, indent) => {
          const text = parts.join(' ');
          const lines = wrapText(text, columns, indent);
          expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
          const bare = (whole: string) => whole.replace(/\s/g, '');
          expect(bare(lines.join(''))).toBe(bare(text));
        },
      ),
      { seed: 42 },
    );
  });
});

it('keeps a number and its unit on one line', () => {
  const text = 'observed 98.5995 % or 450 ms, 5 s, 12.50 USD, 3 sales';
  for (let columns = 16; columns < text.length; columns += 1) {
    const lines = wrapText(quantitiesGlued(text), columns, 2);
    expect(lines.map((line) => line.trim()).join(' ')).toBe(text);
    for (const line of lines) expect(line).not.toMatch(/^ *(%|ms|s,|USD)/);
  }
});
