import { formatDuration } from '../profile/duration.js';
import type { Profile } from '../profile/profile.js';
import { formatRate } from '../profile/rate.js';
import { formatCents } from '../profile/usd.js';

/** What two profiles do not agree in, as a profile writes it. */
export interface ProfileDifference {
  /** Such as `load.stages[0].rate`. */
  readonly path: string;
  readonly base: string;
  readonly head: string;
}

/** How the names of a checked profile say their unit, and how a profile writes such a value. */
const units: readonly (readonly [suffix: string, text: (value: number) => string])[] = [
  ['Ms', formatDuration],
  ['PerSecond', formatRate],
  ['Cents', formatCents],
];

const nothing = '–';

/**
 * What would make the figures of two runs answer different questions: the load, the orders, the deadline, the kind of target and
 * the knobs of the simulator. Names, budgets, addresses, limits on money and seeds may differ.
 */
export function profileDifferences(base: Profile, head: Profile): ProfileDifference[] {
  const before = new Map(leaves(measuredPart(base), ''));
  const after = new Map(leaves(measuredPart(head), ''));
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((path) => ({ path, base: before.get(path) ?? nothing, head: after.get(path) ?? nothing }))
    .filter((difference) => difference.base !== difference.head);
}

function measuredPart({ target, receiver, load, orders, replays, deadlineMs, limits, sandbox }: Profile) {
  const { environment, dialect, attemptTimeoutMs, connections } = target;
  const { seed: _loadSeed, ...pace } = load;
  const { seed: _sandboxSeed, balanceCents: _balance, ...knobs } = sandbox;
  return {
    target: { environment, dialect, attemptTimeoutMs, connections },
    receiver: { signature: receiver.signature },
    load: pace,
    orders,
    replays,
    deadlineMs,
    limits: { orders: limits.orders },
    // Somebody's server does not listen to them.
    ...(environment === 'embedded' ? { sandbox: knobs } : {}),
  };
}

/** Every single value with its path, texts in the units of a profile. */
function leaves(value: unknown, path: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [leaf(value, path)];
  return Object.entries(value).flatMap(([key, part]) =>
    leaves(part, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`),
  );
}

function leaf(value: unknown, path: string): [string, string] {
  if (value === null) return [withoutUnit(path), nothing];
  const unit = units.find(([suffix]) => path.endsWith(suffix));
  if (unit === undefined || typeof value !== 'number') return [path, String(value)];
  return [withoutUnit(path), unit[1](value)];
}

function withoutUnit(path: string): string {
  const suffix = units.find(([end]) => path.endsWith(end))?.[0] ?? '';
  return path.slice(0, path.length - suffix.length);
}
