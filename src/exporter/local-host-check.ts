import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../profile/api-address.js';

/**
 * Whether a request was made for this machine by one of its own names. A page of a stranger can have its own name lead to
 * 127.0.0.1 (DNS rebinding), and its visitors' browsers would hand it what they read there; but they name the stranger's host.
 */
export function asksForLocalHost({ headers: { host } }: IncomingMessage): boolean {
  // A browser always sends the header; what sends none is no browser.
  if (host === undefined) return true;
  const { hostname } = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : { hostname: '' };
  return isLoopback(hostname) || hostname.endsWith('.localhost');
}
