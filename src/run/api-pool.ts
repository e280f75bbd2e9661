import { readFileSync } from 'node:fs';
import type { Clock } from '../clock.js';
import { ConnectionPool } from '../load/connection-pool.js';
import type { TargetProfile } from '../profile/profile.js';
import { StartError } from './start-error.js';

/** Idle connections are kept this long; servers commonly close theirs after 5 s, and must not be the first. */
const keepAliveMs = 4_000;

/**
 * The connections to the API: kept alive, TLS always verified, one request at a time on each, as many as the profile
 * allows. A slow API takes more connections, not later orders.
 */
export function apiPool(
  url: string,
  { connections, attemptTimeoutMs, caFile }: TargetProfile,
  clock: Clock,
): ConnectionPool {
  const options = {
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    // Every attempt has a time limit of its own.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: attemptTimeoutMs,
      rejectUnauthorized: true,
      ...(caFile === null ? {} : { ca: readCa(caFile) }),
    },
  };
  return new ConnectionPool(new URL(url).origin, connections, options, clock);
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(`target.caFile names ${file}, which could not be read (${code ?? 'unknown error'})`);
  }
}
