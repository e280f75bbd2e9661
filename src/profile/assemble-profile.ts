import { productionUrl } from '../contract/endpoints.js';
import { type ListenAddress, parseListenAddress } from './listen-address.js';
import type {
  LimitsProfile,
  LoadProfile,
  MonitorProfile,
  Profile,
  ReceiverProfile,
  SandboxProfile,
  TargetProfile,
} from './profile.js';
import { profileDefaults } from './profile-defaults.js';
import type { CheckedProfile } from './profile-schema.js';
import type { Environment } from './target-schema.js';

/** Brings a checked profile into the shape that the other stages read, with what depends on the environment filled in. */
export function assembleProfile(checked: CheckedProfile, source: string): Profile {
  const { name, orders, replays, budgets, objectives } = checked;
  return {
    name,
    source,
    target: targetOf(checked.target),
    receiver: receiverOf(checked.receiver, checked.target.environment),
    load: loadOf(checked.load),
    orders,
    replays,
    deadlineMs: checked.deadline,
    limits: limitsOf(checked.limits),
    abort: abortOf(checked.abort),
    budgets,
    objectives,
    monitor: monitorOf(checked.monitor),
    journal: checked.journal ?? defaultJournal(checked.target.environment),
    sandbox: sandboxOf(checked.sandbox),
  };
}

function monitorOf(monitor: CheckedProfile['monitor']): MonitorProfile | null {
  if (monitor === undefined) return null;
  const { every, jitter, spendPerDay } = monitor;
  return { everyMs: every, jitter, spendPerDayCents: spendPerDay ?? null };
}

function targetOf(target: CheckedProfile['target']): TargetProfile {
  const { environment, dialect, connections } = target;
  const url = target.url ?? (environment === 'production' ? productionUrl : null);
  return {
    environment,
    dialect,
    // Paths are appended to it, each with its own slash.
    url: url === null ? null : url.replace(/\/+$/, ''),
    caFile: target.caFile ?? null,
    attemptTimeoutMs: target.attemptTimeout,
    connections,
  };
}

function receiverOf(receiver: CheckedProfile['receiver'], environment: Environment): ReceiverProfile {
  const { host, port } = receiver.listen ?? defaultListen(environment);
  return { host, port, path: receiver.path, signature: receiver.signature };
}

function loadOf(load: CheckedProfile['load']): LoadProfile {
  return load.model === 'closed' ? load : { ...load, model: profileDefaults.load.model };
}

function limitsOf({ orders, spend, skus }: CheckedProfile['limits']): LimitsProfile {
  const list = Object.entries(skus ?? {}).map(([sku, maxPriceCents]) => ({ sku, maxPriceCents }));
  return { orders: orders ?? null, spendCents: spend ?? null, skus: skus === undefined ? null : list };
}

function abortOf({ errorRate, failureRate, webhookSilence, p99, loopDelay, after }: CheckedProfile['abort']) {
  return {
    errorRate: errorRate ?? null,
    failureRate: failureRate ?? null,
    webhookSilenceMs: webhookSilence ?? null,
    p99Ms: p99 ?? null,
    loopDelayMs: loopDelay ?? null,
    afterOrders: after,
  };
}

function defaultJournal(environment: Environment): Profile['journal'] {
  const { embedded, others } = profileDefaults.journal;
  return environment === 'embedded' ? embedded : others;
}

function defaultListen(environment: Environment): ListenAddress {
  const { embeddedListen, listen } = profileDefaults.receiver;
  const address = parseListenAddress(environment === 'embedded' ? embeddedListen : listen);
  if (address === null) throw new Error('the default listen address cannot be read');
  return address;
}

function sandboxOf(sandbox: CheckedProfile['sandbox']): SandboxProfile {
  const { speed, seed, curve, failures, webhooks, api, intermediateWebhooks, stall, capacity } = sandbox;
  return {
    speed,
    seed,
    curve,
    failures,
    webhooks,
    api,
    intermediateWebhooks,
    webhookDelayMs: sandbox.webhookDelay,
    slowAnswerMs: sandbox.slowAnswer,
    stall: stall === undefined ? null : { atMs: stall.at, durationMs: stall.for },
    balanceCents: sandbox.balance,
    rateLimitPerSecond: sandbox.rateLimit ?? null,
    capacity:
      capacity === undefined ? null : { suppliers: capacity.suppliers, serviceTimeMs: capacity.serviceTime },
  };
}
