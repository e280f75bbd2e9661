import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JsonBytes } from '../../src/journal/json-bytes.js';
import { type JournalRecord, writeRecord } from '../../src/journal/record-bytes.js';
import { anyEvent } from './any-event.js';

function recordText(record: JournalRecord): string {
  const json = new JsonBytes();
  writeRecord(record, json);
  return json.from(0).toString();
}

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
