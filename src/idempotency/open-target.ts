import { readFileSync } from 'node:fs';
import type { TimerClock } from '../clock.js';
import { dialects } from '../contract/dialects.js';
import { signatureSchemes } from '../contract/signature-schemes.js';
import { ApiConnection } from '../load/api-connection.js';
import type { Profile } from '../profile/profile.js';
import { apiPool } from '../run/api-pool.js';
import type { Closers } from '../run/closers.js';
import { type Credentials, credentialsFrom, randomCredentials } from '../run/credentials.js';
import { listenError } from '../run/listen-error.js';
import { SandboxProcess } from '../run/sandbox-process.js';
import { finalWebhookReader } from './final-webhook.js';
import { OrderCaller } from './order-caller.js';
import { WebhookDesk } from './webhook-desk.js';

/** The target of the suite, ready to be ordered from. */
export interface OpenTarget {
  readonly url: string;
  readonly desk: WebhookDesk;
  /** For everything but orders. */
  readonly connection: ApiConnection;
  /** Gives what sends the orders of one item. */
  caller(item: { readonly sku: string; readonly quantity: number }): OrderCaller;
}

/**
 * Opens the webhook address and, for an embedded target, the simulator. Throws a StartError where that can't be done or
 * where a credential is missing.
 */
export async function openTarget(
  profile: Profile,
  environment: NodeJS.ProcessEnv,
  clock: TimerClock,
  leave: AbortSignal | undefined,
  closers: Closers,
): Promise<OpenTarget> {
  const { target, receiver } = profile;
  const credentials = target.environment === 'embedded' ? randomCredentials() : credentialsFrom(environment);
  const dialect = dialects[target.dialect];
  const secrets = [credentials.webhookSecret, ...credentials.oldWebhookSecrets];
  const read = finalWebhookReader(dialect, signatureSchemes[receiver.signature], secrets, clock);
  const desk = new WebhookDesk({ read, path: receiver.path, clock, leave });
  closers.add(() => desk.close());
  const webhookUrl = await openDesk(desk, profile);
  const url = target.url ?? (await embeddedUrl(profile, credentials, webhookUrl, closers));
  const dispatcher = apiPool(url, target, clock);
  closers.add(() => dispatcher.destroy());
  const basePath = new URL(url).pathname.replace(/\/+$/, '');
  const { apiKey } = credentials;
  const connection = new ApiConnection({
    dispatcher,
    basePath,
    dialect,
    apiKey,
    attemptTimeoutMs: target.attemptTimeoutMs,
    clock,
    emit: () => {},
  });
  // The pool above has read it already, and told the user if that is not possible.
  const ca = target.caFile === null ? null : readFileSync(target.caFile, 'utf8');
  return {
    url,
    desk,
    connection,
    caller: (item) => new OrderCaller({ url, target, ca, clock, dialect, basePath, apiKey, item }),
  };
}

async function openDesk(desk: WebhookDesk, { receiver }: Profile): Promise<string> {
  try {
    return await desk.open(receiver);
  } catch (error) {
    const address = `${receiver.host}:${receiver.port}`;
    throw listenError(error, 'the webhook receiver', address, 'choose another with receiver.listen');
  }
}

async function embeddedUrl(
  profile: Profile,
  credentials: Credentials,
  webhookUrl: string,
  closers: Closers,
): Promise<string> {
  const sandbox = new SandboxProcess();
  closers.add(() => sandbox.close());
  return sandbox.start(profile, credentials, webhookUrl);
}
