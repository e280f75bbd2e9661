import { freePort } from '../../scripts/free-port.mjs';
import { startFoxload, type WatchedProcess } from '../support/foxload-process.js';
import { credentials } from './credentials.js';

/** A simulator in a process of its own, as `foxload sandbox` starts it. */
export interface OuterSandbox {
  readonly url: string;
  readonly process: WatchedProcess;
  /** `target` and `receiver` of a profile that runs against it. */
  readonly profileParts: Readonly<Record<string, unknown>>;
}

/** Starts `foxload sandbox` on a free port, ready for one receiver on another. */
export async function outerSandbox(
  dialect: 'header-key' | 'body-key',
  flags: readonly string[] = ['--speed', '500'],
): Promise<OuterSandbox> {
  const listen = `127.0.0.1:${await freePort()}`;
  const webhookUrl = `http://${listen}/webhooks`;
  const args = ['sandbox', '--port', '0', '--dialect', dialect, '--webhook-url', webhookUrl, ...flags];
  const process = startFoxload(args, { env: credentials });
  const [url = ''] = await process.sees(/http:\/\/127\.0\.0\.1:\d+(?=\n)/);
  return {
    url,
    process,
    profileParts: {
      target: { environment: 'sandbox', url, dialect },
      receiver: { listen, path: '/webhooks' },
      limits: { orders: 1000, spend: '10000 USD' },
      sandbox: undefined,
    },
  };
}
