import type { Dispatcher } from 'undici';
import { dialects } from '../contract/dialects.js';
import { ApiConnection } from '../load/api-connection.js';
import { loadAutocannon } from '../load/autocannon-client.js';
import { AutocannonConnection } from '../load/autocannon-connection.js';
import { closedOrders } from '../load/scheduled-orders.js';
import type { Profile } from '../profile/profile.js';
import { apiPool } from './api-pool.js';
import type { Closers } from './closers.js';
import type { Credentials } from './credentials.js';
import type { EventTaker } from './event-taker.js';
import { StartError } from './start-error.js';

/** Opens the connections to the API at `target`; `closers` close them. */
export function openConnection(
  profile: Profile,
  credentials: Credentials,
  target: string,
  events: EventTaker,
  closers: Closers,
): ApiConnection {
  const dispatcher = apiPool(target, profile.target, events.clock);
  closers.add(() => dispatcher.destroy());
  return connectionOver(dispatcher, profile, credentials, target, events);
}

/**
 * The connections of the closed model, each for one request at a time; none in the open model. None is opened before its
 * first order; `closers` close them. Throws a StartError for an address of https.
 */
export async function closedConnections(
  profile: Profile,
  credentials: Credentials,
  target: string,
  events: EventTaker,
  closers: Closers,
): Promise<readonly ApiConnection[]> {
  const { load, limits } = profile;
  if (load.model === 'open') return [];
  // Refused with the profile; this one may have been put together by a program.
  if (!target.startsWith('http:'))
    throw new StartError(
      `${target} can't be fired at in the closed model, which verifies no certificate; wanted http`,
    );
  const autocannon = await loadAutocannon();
  const length = Math.min(load.connections, closedOrders(load, limits));
  return Array.from({ length }, () => {
    const dispatcher = new AutocannonConnection(autocannon, new URL(target).origin);
    closers.add(() => dispatcher.close());
    return connectionOver(dispatcher, profile, credentials, target, events);
  });
}

function connectionOver(
  dispatcher: Pick<Dispatcher, 'dispatch'>,
  profile: Profile,
  { apiKey }: Credentials,
  target: string,
  { clock, take }: EventTaker,
): ApiConnection {
  return new ApiConnection({
    dispatcher,
    basePath: new URL(target).pathname.replace(/\/+$/, ''),
    dialect: dialects[profile.target.dialect],
    apiKey,
    attemptTimeoutMs: profile.target.attemptTimeoutMs,
    clock,
    emit: take,
  });
}
