import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SandboxOptions } from '../../src/sandbox/sandbox-options.js';
import type { SandboxReply, SandboxStartMessage } from '../../src/sandbox/sandbox-process.js';

/** The built simulator in a process of its own, as for a real run: its event loop must not mix with the harness's. */
const entry = fileURLToPath(new URL('../../dist/sandbox/sandbox-process.js', import.meta.url));

export interface ForkedSandbox {
  readonly url: string;
  /** Ends the process at once, as a crash would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Options of a simulator a thousand times faster than the real API, without any fault. */
const defaults: Omit<SandboxOptions, 'apiKeys' | 'webhookUrl' | 'webhookSecret'> = {
  dialect: 'header-key',
  signature: 'standard',
  host: '127.0.0.1',
  port: 0,
  speed: 1000,
  seed: 7,
  curve: 'healthy',
  failures: {},
  webhooks: {},
  api: {},
  intermediateWebhooks: false,
  webhookDelayMs: 30_000,
  slowAnswerMs: 5_000,
  stall: null,
  balanceCents: 100_000_000,
  rateLimitPerSecond: null,
  capacity: null,
};

export type SandboxChoice = Pick<SandboxOptions, 'apiKeys' | 'webhookUrl' | 'webhookSecret'> &
  Partial<SandboxOptions>;

export async function forkSandbox(choice: SandboxChoice): Promise<ForkedSandbox> {
  const child = fork(entry, [], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const options = { ...defaults, ...choice, webhookSecret: choice.webhookSecret.toString('base64') };
  child.send({ type: 'start', options } satisfies SandboxStartMessage);
  const [reply] = (await once(child, 'message')) as [SandboxReply];
  if (reply.type === 'failed') throw new Error(reply.message);
  return {
    url: reply.url,
    kill: () => ended(child, () => child.kill('SIGKILL')),
    close: () => ended(child, () => child.send({ type: 'stop' })),
  };
}

async function ended(child: ChildProcess, end: () => unknown): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  end();
  await exit;
}
