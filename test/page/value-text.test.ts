import { describe, expect, it } from 'vitest';
import { instantText, valueText } from '../../page/value-text.js';

describe('the texts of a chart', () => {
  it('tell an instant of a run, never with sixty seconds', () => {
    expect([0, 0.5, 45, 119, 120, 239.7, 3599.6, 7325].map(instantText)).toEqual([
      '0 s',
      '0.5 s',
      '45 s',
      '119 s',
      '2:00',
      '4:00',
      '1:00:00',
      '2:02:05',
    ]);
  });

  it('tell values by three digits that say something', () => {
    expect(valueText(12.345, 'perSecond')).toBe('12.3/s');
    expect(valueText(4200, 'count')).toBe('4,200');
    expect(valueText(0.4321, 'ms')).toBe('0.432 ms');
    expect(valueText(1254, 'ms')).toBe('1.25 s');
  });
});
