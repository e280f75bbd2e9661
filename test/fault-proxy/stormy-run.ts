import { freePort } from '../../scripts/free-port.mjs';
import type { DialectName } from '../../src/contract/dialect.js';
import type { SignatureSchemeName } from '../../src/contract/signature-scheme.js';
import type { Profile } from '../../src/profile/profile.js';
import type { Tracker } from '../../src/tracker/tracker.js';
import { type MeasuredRun, type Rig, withRig } from '../run/rig.js';
import { type Books, decidedBooks } from './books.js';
import { FaultProxy } from './fault-proxy.js';
import type { FaultName } from './faults.js';
import { HarnessAccounts } from './harness-accounts.js';

/** The load ends when this many faults struck, and each kind on both ways; four such runs meet 2,400. */
export const wantedFaults = 600;
/** Longer than any machine should need for that. A slow one drops what is above the limit. */
const openLoad = { arrivals: 'uniform', stages: [{ rate: '70/s', for: '35s' }], maxInFlight: 100 };
/** As many orders as no machine gets through before that. */
const closedLoad = { model: 'closed', connections: 40, orders: 1_000_000, maxInFlight: 100 };
const watchEveryMs = 20;

/** Every kind of end: with and without money given back, refused, announced twice, announced before the answer. */
const orders = [
  { sku: 'psn-tr-100', weight: 5 },
  { sku: 'xbox-ar-game-pass', quantity: 2, weight: 3 },
  { sku: 'sandbox-supplier-timeout' },
  { sku: 'sandbox-invalid-region' },
  { sku: 'sandbox-stock-revoked' },
  { sku: 'sandbox-out-of-stock' },
  { sku: 'sandbox-duplicate' },
  { sku: 'sandbox-early' },
];

export interface StormChoice {
  readonly seed: number;
  readonly dialect: DialectName;
  readonly signature: SignatureSchemeName;
  readonly journal: 'process' | 'group';
  /** `open` when left out. */
  readonly model?: 'open' | 'closed';
}

export type Struck = Readonly<Record<FaultName, number>>;

/** What one run through the storm left behind on both sides. */
export interface StormyRun extends MeasuredRun {
  readonly accounts: HarnessAccounts;
  readonly books: Books;
  /** Whether the network was whole again when the run ended. */
  readonly endedInFineWeather: boolean;
  /** How often each fault struck, on the way to the API and on the way to the webhook receiver. */
  readonly struck: { readonly api: Struck; readonly webhooks: Struck };
}

/** A run with a proxy of faults on either way between harness and simulator. `judge` sees what it left behind. */
export async function withStormyRun(
  choice: StormChoice,
  judge: (run: StormyRun) => Promise<void> | void,
): Promise<void> {
  const { seed, dialect, signature } = choice;
  const receiverPort = await freePort();
  const webhooks = await FaultProxy.open({ seed, serverPort: receiverPort });
  try {
    await withRig({ dialect, signature, seed, webhookUrl: `${webhooks.url}/webhooks` }, async (rig) => {
      const apiPort = Number(new URL(rig.sandbox.url).port);
      const api = await FaultProxy.open({ seed: seed + 1, serverPort: apiPort });
      try {
        await judge(await throughStorm(rig, profileOf(rig, choice, api, receiverPort), api, webhooks));
      } finally {
        api.close();
      }
    });
  } finally {
    webhooks.close();
  }
}

function profileOf(
  rig: Rig,
  { seed, signature, journal, model = 'open' }: StormChoice,
  api: FaultProxy,
  receiverPort: number,
): Profile {
  return rig.profile({
    target: { url: api.url, attemptTimeout: '1s' },
    receiver: { listen: `127.0.0.1:${receiverPort}`, signature },
    load: { ...(model === 'open' ? openLoad : closedLoad), seed },
    orders,
    replays: model === 'open' ? '20%' : '0%',
    deadline: '40s',
    journal,
  });
}

async function throughStorm(
  rig: Rig,
  profile: Profile,
  api: FaultProxy,
  webhooks: FaultProxy,
): Promise<StormyRun> {
  const accounts = new HarnessAccounts();
  const enough = new AbortController();
  let watch: NodeJS.Timeout | undefined;
  const run = await rig.run(profile, {
    drain: enough.signal,
    beforeLoad({ tracker }) {
      tracker.listen(accounts);
      for (const proxy of [api, webhooks]) proxy.storm();
      watch = setInterval(() => {
        if (isEnough(api, webhooks)) enough.abort();
        // The storm outlasts the load: it ends with the last create call, while webhooks are still on their way.
        if (!enough.signal.aborted || accounts.answers.size < expectedAnswers(tracker)) return;
        for (const proxy of [api, webhooks]) proxy.heal();
      }, watchEveryMs);
    },
  });
  clearInterval(watch);
  const endedInFineWeather = !api.isStormy && !webhooks.isStormy;
  for (const proxy of [api, webhooks]) proxy.heal();
  // A request that was held may have made an order at the very end.
  await Promise.all([api.quiet(), webhooks.quiet()]);
  const struck = { api: { ...api.struck }, webhooks: { ...webhooks.struck } };
  return { ...run, accounts, books: await decidedBooks(rig), struck, endedInFineWeather };
}

function isEnough(...proxies: readonly FaultProxy[]): boolean {
  const faults = proxies.reduce((sum, proxy) => sum + proxy.faults, 0);
  return faults >= wantedFaults && proxies.every(({ struck }) => !Object.values(struck).includes(0));
}

function expectedAnswers({ counters }: Tracker): number {
  const { in_flight, spend, shutdown } = counters.dropped;
  return counters.planned - in_flight - spend - shutdown;
}
