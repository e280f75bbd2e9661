import { dialectNames } from '../../src/contract/dialect.js';
import {
  apiInductions,
  type Induction,
  magicSku,
  orderInductions,
  webhookInductions,
} from '../../src/contract/induction.js';
import { signatureSchemeNames } from '../../src/contract/signature-scheme.js';
import { expectedOrders, loadDurationMs } from '../../src/load/arrival-schedule.js';
import type {
  AbortProfile,
  LoadStage,
  OrderMixEntry,
  Profile,
  SandboxProfile,
} from '../../src/profile/profile.js';
import { stockedShelf } from '../../src/sandbox/shelf.js';
import { openLoad } from '../support/open-load.js';
import { Chance } from './chance.js';
import { type FaultPlan, randomFaultPlan } from './fault-plan.js';
import { countedBudgets } from './judged-findings.js';
import { simulatedObjectives } from './objective-findings.js';

/** One simulated run: what is run, what goes wrong, and whether somebody stops it. */
export interface Scenario {
  readonly seed: number;
  readonly profile: Profile;
  readonly plan: FaultPlan;
  /** Somebody presses Ctrl-C, once to drain or twice to leave, or the run finds a reason by itself. Null: none of it. */
  readonly stop: { readonly how: 'drain' | 'leave' | 'reason'; readonly atMs: number } | null;
}

const shelf = stockedShelf();
const products = ['xbox-ar-game-pass', 'psn-tr-100', 'esim-eu-5gb', 'nintendo-jp-limited'] as const;

const noAbort: AbortProfile = {
  errorRate: null,
  failureRate: null,
  webhookSilenceMs: null,
  p99Ms: null,
  loopDelayMs: null,
  afterOrders: 1,
};

/** What one order of an entry costs, in cents. */
export function priceCents({ sku, quantity }: OrderMixEntry): number {
  return (shelf.get(sku)?.priceCents ?? 0) * quantity;
}

/** The scenario of a seed: some hundred orders in about five minutes, with anything that a profile can ask for. */
export function randomScenario(seed: number): Scenario {
  const chance = new Chance(seed, 'scenario');
  const profile = randomProfile(chance, seed);
  const loadMs = loadDurationMs(openLoad(profile.load).stages);
  const stop = chance.happens(0.2)
    ? {
        how: chance.pick(['drain', 'leave', 'reason'] as const),
        atMs: chance.between(0, loadMs + profile.deadlineMs),
      }
    : null;
  return { seed, profile, plan: randomFaultPlan(chance, loadMs), stop };
}

/** The same with a closed load: some hundred orders over a few connections, and no replays. */
export function closedScenario(seed: number): Scenario {
  const scenario = randomScenario(seed);
  const chance = new Chance(seed, 'closed load');
  const { maxInFlight } = scenario.profile.load;
  const [connections, orders] = [chance.whole(1, 12), chance.whole(60, 350)];
  const load = { model: 'closed', connections, orders, maxInFlight, seed } as const;
  return { ...scenario, profile: { ...scenario.profile, load, replays: 0 } };
}

function randomProfile(chance: Chance, seed: number): Profile {
  const stages = randomStages(chance);
  const orders = randomMix(chance);
  const count = expectedOrders(stages);
  const meanCents = orders.reduce((sum, entry) => sum + priceCents(entry), 0) / orders.length;
  return {
    name: `simulation-${seed}`,
    source: '',
    target: {
      environment: 'embedded',
      dialect: chance.pick(dialectNames),
      url: null,
      caFile: null,
      attemptTimeoutMs: chance.magnitude(500, 10_000),
      connections: 1,
    },
    receiver: { host: '127.0.0.1', port: 0, path: '/webhooks', signature: chance.pick(signatureSchemeNames) },
    load: {
      model: 'open',
      arrivals: chance.pick(['poisson', 'uniform']),
      stages,
      maxInFlight: chance.happens(0.2) ? chance.whole(3, 60) : 50_000,
      seed,
    },
    orders,
    replays: chance.pick([0, 0.02, 0.1, 0.3]),
    deadlineMs: chance.whole(20_000, 150_000),
    limits: {
      orders: chance.happens(0.2) ? chance.whole(1, Math.ceil(count)) : null,
      spendCents: chance.happens(0.3) ? Math.ceil(chance.between(0.1, 1) * count * meanCents) : null,
      skus: null,
    },
    objectives: simulatedObjectives,
    monitor: null,
    budgets: countedBudgets(orders),
    abort: noAbort,
    journal: chance.pick(['process', 'group', 'group', 'strict']),
    sandbox: randomSandbox(chance, seed),
  };
}

/** 3 to 5 minutes of load with 60 to 350 orders. */
function randomStages(chance: Chance): [LoadStage, ...LoadStage[]] {
  const stage = (): LoadStage => ({
    kind: chance.pick(['constant', 'ramp', 'spike']),
    ratePerSecond: chance.magnitude(0.2, 20),
    durationMs: chance.between(5_000, 60_000),
  });
  const more = Array.from({ length: chance.whole(0, 3) }, stage);
  // A ramp from nothing to nothing would have no orders.
  const drawn: [LoadStage, ...LoadStage[]] = [{ ...stage(), kind: 'constant' }, ...more];
  const stretch = chance.between(180_000, 300_000) / loadDurationMs(drawn);
  const thin = chance.between(60, 350) / (expectedOrders(drawn) * stretch);
  const scaled = ({ kind, ratePerSecond, durationMs }: LoadStage): LoadStage => ({
    kind,
    ratePerSecond: ratePerSecond * thin,
    durationMs: durationMs * stretch,
  });
  const [first, ...rest] = drawn;
  return [scaled(first), ...rest.map(scaled)];
}

function randomMix(chance: Chance): OrderMixEntry[] {
  const entry = (sku: string): OrderMixEntry => ({
    sku,
    quantity: chance.whole(1, 3),
    weight: chance.whole(1, 4),
  });
  const mix = [entry('steam-us-20'), ...products.filter(() => chance.happens(0.4)).map(entry)];
  const magic = [...orderInductions, ...webhookInductions].filter(() => chance.happens(0.05));
  return [...mix, ...magic.map((name) => entry(magicSku(name)))];
}

function randomSandbox(chance: Chance, seed: number): SandboxProfile {
  const speed = chance.pick([1, 1, 2, 10, 100]);
  const rates = <N extends Induction>(names: readonly N[]): Partial<Record<N, number>> =>
    Object.fromEntries(
      names.flatMap((name) => (chance.happens(0.25) ? [[name, chance.magnitude(0.005, 0.07)]] : [])),
    ) as Partial<Record<N, number>>;
  const api = rates(apiInductions.filter((name) => name !== 'forget_key'));
  return {
    speed,
    seed,
    curve: chance.pick(['healthy', 'published']),
    failures: rates(orderInductions),
    webhooks: rates(webhookInductions),
    // The one fault that breaks the law, so it is rare: most of what is checked does not hold with it.
    api: chance.happens(0.04) ? { ...api, forget_key: 0.2 } : api,
    intermediateWebhooks: chance.happens(0.4),
    webhookDelayMs: chance.between(1_000, 60_000),
    slowAnswerMs: chance.between(100, 20_000) * speed,
    stall: chance.happens(0.15)
      ? { atMs: chance.between(0, 60_000) * speed, durationMs: chance.between(100, 15_000) * speed }
      : null,
    balanceCents: chance.happens(0.15) ? chance.whole(1_000, 300_000) : 100_000_000,
    rateLimitPerSecond: chance.happens(0.15) ? chance.whole(1, 20) : null,
    capacity: null,
  };
}
