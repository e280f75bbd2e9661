import { dialects } from '../contract/dialects.js';
import { ApiConnection } from '../load/api-connection.js';
import type { Profile } from '../profile/profile.js';
import { apiPool } from './api-pool.js';
import type { Closers } from './closers.js';
import type { Credentials } from './credentials.js';
import type { EventTaker } from './event-taker.js';

/** Opens the connections to the API at `target`; `closers` close them. */
export function openConnection(
  profile: Profile,
  { apiKey }: Credentials,
  target: string,
  { clock, take }: EventTaker,
  closers: Closers,
): ApiConnection {
  const dispatcher = apiPool(target, profile.target);
  closers.add(() => dispatcher.destroy());
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
