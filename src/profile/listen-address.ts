/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
}

/** The form of a listen address, without anchors. */
export const listenForm = '(?:\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9.-]+):\\d{1,5}';

const parts = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/;
const maxPort = 65_535;

/** `127.0.0.1:8787` or `[::1]:8787` → host and port; null for anything else, and for ports that do not exist. */
export function parseListenAddress(text: string): ListenAddress | null {
  const [, ipv6, name, digits] = parts.exec(text) ?? [];
  const host = ipv6 ?? name;
  const port = Number(digits);
  return host === undefined || !(port <= maxPort) ? null : { host, port };
}
