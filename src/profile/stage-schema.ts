import type { z } from 'zod';
import type { LoadStage } from './profile.js';
import { positiveDuration, positiveRate } from './quantity-field.js';
import { section } from './section.js';

const wanted =
  '{rate, for} to hold a rate, {rate, over} to move to it or {spike, for} to jump there and back';

const keys = section({
  rate: positiveRate('50/s').optional().describe('The rate to hold, or to move to, such as 50/s.'),
  spike: positiveRate('500/s').optional().describe('The rate to jump to, and back from.'),
  for: positiveDuration('30s').optional().describe('How long the rate or the spike is held, such as 30s.'),
  over: positiveDuration('1m').optional().describe('How long the way to the rate takes, in a straight line.'),
});

/** One stage of the load, in one of its three forms. All keys are optional at first, so that each keeps its own message. */
export const stageSchema = keys
  .transform((stage, context): LoadStage => {
    const read = stageOf(stage);
    if (read !== null) return read;
    context.addIssue({ code: 'custom', message: wanted });
    // Never looked at: an issue stands beside it.
    return { kind: 'constant', ratePerSecond: 0, durationMs: 0 };
  })
  .meta({
    anyOf: [{ required: ['rate', 'for'] }, { required: ['rate', 'over'] }, { required: ['spike', 'for'] }],
    not: { anyOf: [{ required: ['rate', 'spike'] }, { required: ['for', 'over'] }] },
  });

function stageOf(stage: z.output<typeof keys>): LoadStage | null {
  const { rate, spike, for: held, over } = stage;
  if (rate !== undefined && spike === undefined) {
    if (held !== undefined && over === undefined) {
      return { kind: 'constant', ratePerSecond: rate, durationMs: held };
    }
    if (over !== undefined && held === undefined) {
      return { kind: 'ramp', ratePerSecond: rate, durationMs: over };
    }
  }
  if (spike !== undefined && rate === undefined && held !== undefined && over === undefined) {
    return { kind: 'spike', ratePerSecond: spike, durationMs: held };
  }
  return null;
}
