import { z } from 'zod';
import { formatShare, parseShare, shareUnit } from './share.js';

const wanted = 'a share from 0% to 100% like 1% or 0.01';

/** Shares are sums of decimal fractions: ten shares of 10 % must not fail over the last binary digit. */
const roundingSlack = 1e-9;

/** A share, as text with or without a per cent sign or as a plain number, read as a ratio from 0 to 1. */
export function share() {
  const text = z.string().regex(new RegExp(`^${shareUnit.form}$`), { error: wanted });
  const ratio = z.number().min(0, { error: wanted }).max(1, { error: wanted });
  return z.union([text, ratio], { error: wanted }).transform((value, context) => {
    const parsed = typeof value === 'number' ? value : parseShare(value);
    if (parsed !== null) return parsed;
    context.addIssue({ code: 'custom', message: wanted });
    return z.NEVER;
  });
}

/** What is wrong with shares that exclude each other: null, or what would have been right. */
export function shareSumProblem(shares: object): string | null {
  let sum = 0;
  for (const ratio of Object.values(shares)) if (typeof ratio === 'number') sum += ratio;
  if (sum <= 1 + roundingSlack) return null;
  return `shares that add up to at most 100%, not to ${formatShare(sum)}`;
}
