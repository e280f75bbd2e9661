import { dialects } from '../contract/dialects.js';
import { signatureSchemes } from '../contract/signature-schemes.js';
import type { Profile } from '../profile/profile.js';
import { type Receiver, startReceiver } from '../receiver/receiver.js';
import type { Credentials } from './credentials.js';
import type { EventTaker } from './event-taker.js';
import { listenError } from './listen-error.js';

/**
 * Opens the webhook endpoint of a profile. Where the journal promises to keep events, a webhook is acknowledged only once
 * it is kept. Throws a StartError when it can't listen.
 *
 * @param handled told how long each webhook was in our hands and on its way, in milliseconds
 */
export async function openReceiver(
  profile: Profile,
  credentials: Credentials,
  { clock, take, durable }: EventTaker,
  handled: (durationMs: number, transitMs: number | null) => void,
): Promise<Receiver> {
  const { host, port, path, signature } = profile.receiver;
  try {
    return await startReceiver({
      host,
      port,
      path,
      dialect: dialects[profile.target.dialect],
      scheme: signatureSchemes[signature],
      secret: credentials.webhookSecret,
      oldSecrets: credentials.oldWebhookSecrets,
      clock,
      emit: take,
      handled,
      ...(profile.journal === 'process' ? {} : { durable }),
    });
  } catch (error) {
    const remedy = 'choose another with receiver.listen';
    throw listenError(error, 'the webhook receiver', `${host}:${port}`, remedy);
  }
}
