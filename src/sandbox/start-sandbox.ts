import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, monotonicClock } from '../clock.js';
import { sandboxDefaults } from './sandbox-defaults.js';
import type { SandboxOptions } from './sandbox-options.js';
import { SandboxServer } from './sandbox-server.js';
import { Simulation } from './simulation.js';
import { Ticker } from './ticker.js';
import { WebhookSender } from './webhook-sender.js';

/** A running simulator. */
export interface Sandbox {
  /** Base address, such as `http://127.0.0.1:4010`. */
  readonly url: string;
  /** Stops timers and closes all connections; what is under way is abandoned. */
  close(): Promise<void>;
}

/** A simulator's credentials, and whatever else differs from `sandboxDefaults`. */
export type SandboxSettings = Partial<SandboxOptions> & Pick<SandboxOptions, 'apiKeys' | 'webhookSecret'>;

/** Idle connections are kept longer than any client keeps its own, so that none is closed under a request. */
const keepAliveMs = 120_000;
const backlog = 4_096;

/**
 * Starts the simulator. Rejects with the socket's own error, such as one with the code `EADDRINUSE`, when it can't
 * listen; throws a TypeError for a webhook address that is no URL.
 */
export async function startSandbox(
  settings: SandboxSettings,
  clock: Clock = monotonicClock,
): Promise<Sandbox> {
  const options = { ...sandboxDefaults, ...settings };
  const simulation = new Simulation(options, clock);
  const wake = () => {
    sender?.pump();
    ticker.wake();
  };
  const sender = options.webhookUrl === null ? null : new WebhookSender(simulation, options.webhookUrl, wake);
  const front = new SandboxServer(simulation, wake);
  const ticker = new Ticker(clock, [simulation, front], () => sender?.pump());
  const server = createServer({ keepAliveTimeout: keepAliveMs, requestTimeout: 0 }, front.listener);
  const url = await listening(server, options);
  return {
    url,
    async close() {
      ticker.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await Promise.all([closed, sender?.close()]);
    },
  };
}

async function listening(server: Server, { host, port }: SandboxOptions): Promise<string> {
  server.listen({ host, port, backlog });
  await once(server, 'listening');
  // A server that listens on a port always has an address of this form.
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${name}:${address.port}`;
}
