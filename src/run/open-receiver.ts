import type { Profile } from '../profile/profile.js';
import { ReceiverThread, type ReceiverThreadOptions } from '../receiver/receiver-thread.js';
import type { Closers } from './closers.js';
import type { Credentials } from './credentials.js';
import type { EventTaker } from './event-taker.js';
import { listenError } from './listen-error.js';

/** Who hears of the webhook endpoint itself. */
export interface ReceiverWatch extends Pick<ReceiverThreadOptions, 'handled' | 'late'> {
  /** Told why, when the endpoint ended by itself. */
  readonly died: (why: string) => void;
}

/**
 * Opens the webhook endpoint of a profile, and gives its address; `closers` close it. Where the journal promises to keep events, a webhook
 * is acknowledged only once it is kept. Throws a StartError when it can't listen.
 *
 * @param thread its thread, where that was started ahead
 */
export async function openReceiver(
  profile: Profile,
  credentials: Credentials,
  { clock, take, durable }: EventTaker,
  { died, ...watch }: ReceiverWatch,
  closers: Closers,
  thread = new ReceiverThread(),
): Promise<string> {
  let closing = false;
  void thread.ended.then((why) => closing || died(why));
  closers.add(() => {
    closing = true;
    return thread.close();
  });
  const { host, port, path, signature } = profile.receiver;
  try {
    return await thread.listen({
      host,
      port,
      path,
      dialect: profile.target.dialect,
      signature,
      secret: credentials.webhookSecret,
      oldSecrets: credentials.oldWebhookSecrets,
      clock,
      emit: take,
      ...watch,
      ...(profile.journal === 'process' ? {} : { durable }),
    });
  } catch (error) {
    const remedy = 'choose another with receiver.listen';
    throw listenError(error, 'the webhook receiver', `${host}:${port}`, remedy);
  }
}
