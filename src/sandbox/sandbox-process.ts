import { leaveWhenDone } from '../leave-when-done.js';
import type { SandboxOptions } from './sandbox-options.js';
import { type Sandbox, startSandbox } from './start-sandbox.js';

/** The first message to this process. The secret is base64, because messages between processes are JSON. */
export interface SandboxStartMessage {
  readonly type: 'start';
  readonly options: Omit<SandboxOptions, 'webhookSecret'> & { readonly webhookSecret: string };
}

/** What may be sent to this process. */
export type SandboxMessage = SandboxStartMessage | { readonly type: 'stop' };

/** The answer to the first message. */
export type SandboxReply =
  | { readonly type: 'listening'; readonly url: string }
  | { readonly type: 'failed'; readonly message: string; readonly code: string | null };

/*
 * The simulator as a child process, started by `fork`. It ends when told to, or when its parent is gone. Ctrl-C,
 * `timeout` and service managers signal the whole group, and what follows is the parent's to decide: it drains first.
 */
let sandbox: Sandbox | null = null;

async function start({ options }: SandboxStartMessage): Promise<SandboxReply> {
  try {
    sandbox = await startSandbox({ ...options, webhookSecret: Buffer.from(options.webhookSecret, 'base64') });
    // Whoever wanted it may be gone by now, and nobody else would ever end it.
    if (!process.connected) await sandbox.close();
    return { type: 'listening', url: sandbox.url };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    return { type: 'failed', message, code };
  }
}

async function stop(): Promise<void> {
  await sandbox?.close();
  if (process.connected) process.disconnect();
}

/** A simulator that could not start has nothing to stay for. */
function answer(reply: SandboxReply): void {
  process.send?.(reply, () => {
    if (reply.type === 'failed' && process.connected) process.disconnect();
  });
}

leaveWhenDone();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.on('disconnect', () => void sandbox?.close());
process.on('message', (message: SandboxMessage) => {
  if (message.type === 'stop') void stop();
  else void start(message).then(answer);
});
