import { expect, test } from 'vitest';
import { type MonitorState, readState, writtenState } from '../../src/monitor/monitor-state.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';

function state(): MonitorState {
  const counters = emptyCounters();
  counters.planned = 7;
  counters.completed.webhook.delivered = 5;
  counters.webhooksByNews.delivered.accepted = 5;
  counters.violations.set('answer.not_json', { count: 2, example: 'an answer was no JSON' });
  return {
    monitor: 'monitor-watched-01ab',
    segment: 12,
    carriedEvents: 4,
    nextSeq: 99,
    lastPlannedMs: 12_345.678,
    counters,
    objectives: { success: { good: 5, bad: 1, history: [{ atMs: 1, good: 0, bad: 0 }] } },
    spend: { debitedCents: 420, refundedCents: 20, refunds: 1 },
    day: { day: '2026-11-22', fromSeq: 90, committedCents: 400 },
    retired: [{ sku: 'psn-tr-100', quantity: 2, priceCents: 840, pieceCents: 500 }],
  };
}

test('what is read is what was written', () => {
  expect(readState(writtenState(state()))).toEqual(state());
});

test('a count that the version before did not have is 0', () => {
  const older = JSON.parse(writtenState(state()));
  delete older.counters.accepted;
  delete older.counters.completed.webhook.lost;
  const read = readState(JSON.stringify(older));
  expect(read).toMatchObject({
    counters: { accepted: 0, planned: 7, completed: { webhook: { delivered: 5, lost: 0 } } },
  });
});

const changed = (parts: object) => JSON.stringify({ ...JSON.parse(writtenState(state())), ...parts });

test.each([
  ['an empty file', '', 'is not JSON'],
  ['a half', writtenState(state()).slice(0, 200), 'is not JSON'],
  ['another version', changed({ state: 2 }), 'is no state of version 1: state'],
  ['a negative number', changed({ nextSeq: -1 }), 'is no state of version 1: nextSeq'],
  ['a day without its sum', changed({ day: { day: '2026-11-22' } }), 'is no state of version 1: day.fromSeq'],
])('what is no state is told: %s', (_what, text, told) => {
  expect(readState(text)).toContain(told);
});
