import { randomSource } from '../../dist/random.js';

/** How many times faster than the real API the simulators are: an order takes 9 ms in the middle, 300 ms at most. */
export const speed = 1000;

const chanceOf = (seed, index) => {
  const draws = randomSource(seed, `kill ${index}`);
  let drawn = 0;
  const between = (low, high) => low + draws.uniform(drawn++) * (high - low);
  return {
    between,
    whole: (low, high) => Math.floor(between(low, high + 1)),
    hits: (p) => between(0, 1) < p,
  };
};

/**
 * What happens to run number `index`: a function of the seed, as far as a machine repeats a moment. `killMs` counts from
 * the run's start for one in ten, and from its first order for the others: up to half a second after its last one.
 */
export function killPlan(seed, index) {
  const { between, whole, hits } = chanceOf(seed, index);
  const rate = whole(100, 300);
  const loadMs = whole(600, 1300);
  const beforeLoad = hits(0.1);
  return {
    index,
    load: {
      arrivals: hits(0.5) ? 'poisson' : 'uniform',
      seed: whole(1, 1_000_000),
      stages: [{ rate: `${rate}/s`, for: `${loadMs}ms` }],
    },
    journal: hits(0.15) ? 'strict' : 'group',
    // One in four meets its limit within the load: an order costs 13.11 USD in the middle.
    spendUsd: hits(0.25) ? Math.floor((rate * loadMs * between(0.2, 0.9) * 13.11) / 1000) : 100_000,
    beforeLoad,
    killMs: beforeLoad ? between(0, 700) : between(0, loadMs + 500),
    /** Settles what can be settled without sending anything first, and looks at the books then. */
    looksFirst: hits(0.3),
    /** Kills resumes, too, so long after their start. */
    resumeKillsMs: hits(0.3) ? [between(100, 1200), ...(hits(0.3) ? [between(100, 1200)] : [])] : [],
  };
}

/** The profile of a killed run, in the form of its file. */
export function runProfile({ load, journal, spendUsd }, { url, dialect, listen }) {
  return {
    name: 'killed',
    target: { environment: 'sandbox', url, dialect },
    receiver: { listen },
    load: { model: 'open', ...load },
    orders: [
      { sku: 'psn-tr-100', weight: 3 },
      { sku: 'xbox-ar-game-pass', weight: 2 },
      { sku: 'steam-us-20' },
      { sku: 'esim-eu-5gb', quantity: 2 },
    ],
    replays: '5%',
    deadline: '4s',
    journal,
    limits: { orders: 2000, spend: `${spendUsd} USD` },
    budgets: ['idempotency.violations == 0'],
  };
}

/** What goes wrong at the API: a bit of everything that keeps the law of one key, one order, one debit. */
export const faultyApi = {
  name: 'faulty-api',
  target: { environment: 'embedded' },
  load: { stages: [{ rate: '1/s', for: '1s' }] },
  orders: [{ sku: 'psn-tr-100' }],
  sandbox: {
    speed,
    balance: '900000000 USD',
    failures: {
      supplier_timeout: '3%',
      stock_revoked: '2%',
      insufficient_funds: '1%',
      out_of_stock: '1%',
      payment_3ds_failed: '1%',
      order_timeout: '1%',
      unlisted_reason: '1%',
    },
    webhooks: { duplicate: '3%', drop: '1%', out_of_order: '1%', early: '3%', forged: '1%', delay: '2%' },
    api: {
      error_503: '2%',
      error_after_commit: '2%',
      reset_before: '1%',
      reset_after: '2%',
      malformed_answer: '1%',
      slow: '2%',
    },
  },
};
