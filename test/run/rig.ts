import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/free-port.mjs';
import { writeWebhookSecret } from '../../src/contract/webhook-secret.js';
import { readJournal } from '../../src/journal/read-journal.js';
import type { OrderEvent } from '../../src/order-event.js';
import type { Profile } from '../../src/profile/profile.js';
import { readProfile } from '../../src/profile/read-profile.js';
import type { FinishedRun, RunOptions } from '../../src/run/run-profile.js';
import { runProfile } from '../../src/run/run-profile.js';
import type { RunView } from '../../src/run/run-view.js';
import type { SandboxOptions } from '../../src/sandbox/sandbox-options.js';
import { type ForkedSandbox, forkSandbox } from './forked-sandbox.js';

export const apiKey = 'test-key';
export const webhookSecret = Buffer.alloc(32, 7);

/** What a run left behind, with the events of its journal. */
export interface MeasuredRun extends FinishedRun {
  readonly view: RunView;
  readonly events: readonly OrderEvent[];
}

/** A simulator in a process of its own that knows the address of a receiver to come, and a place for reports. */
export interface Rig {
  readonly sandbox: ForkedSandbox;
  readonly reportsFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly receiverPort: number;
  /** The profile for this rig; `parts` in the form of the YAML file, over a default of one delivered SKU. */
  profile(parts: ProfileParts): Profile;
  run(profile: Profile, options?: Partial<RunOptions>): Promise<MeasuredRun>;
  /** A resource of the simulator, read as text. */
  read(path: string): Promise<string>;
}

export type ProfileParts = Readonly<Record<string, unknown>> & { readonly target?: Record<string, unknown> };

/** Opens a rig for one test and takes it down whatever comes. */
export async function withRig(
  choice: Partial<SandboxOptions>,
  test: (rig: Rig) => Promise<void>,
): Promise<void> {
  const receiverPort = await freePort();
  const sandbox = await forkSandbox({
    apiKeys: [apiKey],
    webhookSecret,
    webhookUrl: `http://127.0.0.1:${receiverPort}/webhooks`,
    ...choice,
  });
  const reportsFolder = mkdtempSync(join(tmpdir(), 'foxload-run-'));
  try {
    await test(rigOf(sandbox, reportsFolder, receiverPort, choice));
  } finally {
    await sandbox.close();
    rmSync(reportsFolder, { recursive: true, force: true });
  }
}

function rigOf(
  sandbox: ForkedSandbox,
  reportsFolder: string,
  receiverPort: number,
  { dialect = 'header-key', signature = 'standard' }: Partial<SandboxOptions>,
): Rig {
  const environment = {
    FOXRELOAD_API_KEY: apiKey,
    FOXRELOAD_WEBHOOK_SECRET: writeWebhookSecret(webhookSecret),
  };
  return {
    sandbox,
    reportsFolder,
    environment,
    receiverPort,
    profile: ({ target, ...parts }) =>
      profileOf({
        name: 'test',
        target: { environment: 'sandbox', url: sandbox.url, dialect, ...target },
        receiver: { listen: `127.0.0.1:${receiverPort}`, signature },
        orders: [{ sku: 'psn-tr-100' }],
        ...parts,
      }),
    run: (profile, options = {}) => measuredRun(profile, { reportsFolder, environment, ...options }),
    read: async (path) => (await fetch(sandbox.url + path)).text(),
  };
}

/** JSON is YAML, too. */
export function profileOf(parts: ProfileParts): Profile {
  return readProfile(JSON.stringify(parts), 'test.yaml');
}

export async function measuredRun(profile: Profile, options: RunOptions): Promise<MeasuredRun> {
  let seen: RunView | null = null;
  const run = await runProfile(profile, {
    ...options,
    beforeLoad: (view) => {
      seen = view;
      return options.beforeLoad?.(view);
    },
  });
  if (seen === null) throw new Error('the run never showed itself');
  return { ...run, view: seen, events: journalEvents(run.folder) };
}

/** The journal's events, without its header. */
export function journalEvents(folder: string): OrderEvent[] {
  const events: OrderEvent[] = [];
  readJournal(join(folder, 'orders.ndjson'), { event: (event) => events.push(event) });
  return events;
}

export function eventsOf<K extends OrderEvent['kind']>(
  events: readonly OrderEvent[],
  kind: K,
): Extract<OrderEvent, { kind: K }>[] {
  return events.filter((event): event is Extract<OrderEvent, { kind: K }> => event.kind === kind);
}
