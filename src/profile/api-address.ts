import { productionUrl } from '../contract/endpoints.js';

/** Whether an address is in the clear and leaves this machine. Null where it is no address at all. */
export function isExposed(url: string): boolean | null {
  if (!URL.canParse(url)) return null;
  const { protocol, hostname } = new URL(url);
  return protocol !== 'https:' && !isLoopback(hostname);
}

/** Whether an address is that of the production API of the guides, whatever port or path follows. */
export function isProductionApi(url: string): boolean {
  return URL.canParse(url) && hostOf(url) === hostOf(productionUrl);
}

/** `URL` has written the name in small letters and an IPv4 address in its one form; a last dot means the same host. */
function hostOf(url: string): string {
  return new URL(url).hostname.replace(/\.$/, '');
}

/** Whether a host's name or address, IPv6 in brackets, is this machine's own. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
