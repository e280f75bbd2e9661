import { StartError } from './start-error.js';

/** The sentence for a server that could not listen on `host:port`; `remedy` says what to do about it. */
export function listenError(error: unknown, what: string, address: string, remedy: string): StartError {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new StartError(`${what} can't listen on ${address}: the port is in use; ${remedy}`);
  if (code === 'EACCES')
    return new StartError(`${what} can't listen on ${address}: not permitted; ${remedy}`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartError(`${what} can't listen on ${address}: this machine has no such address; ${remedy}`);
  }
  throw error;
}
