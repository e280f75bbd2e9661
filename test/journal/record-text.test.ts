import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordText } from '../../src/journal/record-text.js';
import { anyEvent } from './any-event.js';

it('the text of every event is the JSON that stands for it, without its closing brace', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      expect(JSON.parse(`${recordText(event)}}`)).toEqual(event);
      expect(recordText(event)).toBe(JSON.stringify(event).slice(0, -1));
    }),
    { seed: 1, numRuns: 2_000 },
  );
});

it.each(['"', '\\', '"}', 'ord_\u0000', '\ud800', 'ord "\\u0041"'])(
  'ids are written safely: %j',
  (orderId) => {
    const accepted = { kind: 'accepted', atMs: 1.5, seq: 0, orderId, state: 'pending', status: 201 } as const;
    expect(JSON.parse(`${recordText(accepted)}}`)).toEqual(accepted);
  },
);
