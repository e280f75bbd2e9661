import { z } from 'zod';
import { durationUnit, formatDuration } from './duration.js';
import { formatRate, rateUnit } from './rate.js';
import type { Unit } from './unit.js';
import { usdUnit } from './usd.js';

/** No duration in a profile is longer: what runs for ever has a command of its own. */
const maxDurationMs = 366 * 86_400_000;
/** No rate in a profile is higher: far more than one machine can send. */
const maxRatePerSecond = 1_000_000;

/** A duration above zero, in milliseconds. `example` is shown to who writes something else. */
export function positiveDuration(example: string) {
  const wanted = `a positive duration like ${example}, at most ${formatDuration(maxDurationMs)}`;
  return quantity(
    durationUnit,
    `a positive duration like ${example}`,
    wanted,
    Number.MIN_VALUE,
    maxDurationMs,
  );
}

/** A duration that may be zero, in milliseconds. */
export function anyDuration(example: string) {
  const wanted = `a duration like ${example}`;
  return quantity(
    durationUnit,
    wanted,
    `${wanted}, at most ${formatDuration(maxDurationMs)}`,
    0,
    maxDurationMs,
  );
}

/** A rate above zero, in orders a second. */
export function positiveRate(example: string) {
  const wanted = `a positive rate like ${example}`;
  const limit = `${wanted}, at most ${formatRate(maxRatePerSecond)}`;
  return quantity(rateUnit, wanted, limit, Number.MIN_VALUE, maxRatePerSecond);
}

/** Money above zero, in cents. */
export function positiveUsd(example: string) {
  const wanted = `a positive sum like ${example}`;
  return quantity(usdUnit, wanted, wanted, 1, Number.MAX_SAFE_INTEGER);
}

/** Text of one unit, read as a number from `min` to `max`. The issue's message is what would have been right. */
function quantity(unit: Unit, wanted: string, wantedBelowMax: string, min: number, max: number) {
  return z
    .string({ error: wanted })
    .regex(new RegExp(`^${unit.form}$`), { error: wanted })
    .transform((text, context) => {
      const value = unit.parse(text);
      if (value !== null && value >= min && value <= max) return value;
      context.addIssue({ code: 'custom', message: value === null || value > max ? wantedBelowMax : wanted });
      return z.NEVER;
    });
}
