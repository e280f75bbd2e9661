import type { DialectName } from '../contract/dialect.js';
import { dialects } from '../contract/dialects.js';
import type { SignatureSchemeName } from '../contract/signature-scheme.js';
import { signatureSchemes } from '../contract/signature-schemes.js';
import { readWebhookSecrets } from '../contract/webhook-secret.js';
import { defaultExporterAddress } from '../exporter/exporter-address.js';
import { isLoopback } from '../profile/api-address.js';
import { parseDuration } from '../profile/duration.js';
import { type Objective, parseObjective } from '../profile/objective.js';
import { CreateAddress } from './create-address.js';
import type { WatchFault } from './faults.js';
import { liveLimits } from './live-limits.js';

/** How a service is watched. */
export interface WatchOptions {
  /** Which of the API's two guides the service follows. */
  readonly dialect: DialectName;
  /** How webhooks are signed; `standard` unless given. */
  readonly signature?: SignatureSchemeName;
  /** `whsec_…`: the secret that webhooks are signed with; several separated by white space, the newest first. */
  readonly webhookSecret: string;
  /** Service level objectives, such as `delivery within 45s for 95% over 7d`; none unless given. */
  readonly objectives?: readonly string[];
  /** An order without a final webhook by then has timed out, counted from its create call; `5m` unless given. */
  readonly deadline?: string;
  /** The base address of the order API, where the service speaks with others that have a path of the same name. */
  readonly api?: string;
  /** What the service is called on the metrics page and the live page; `live` unless given. */
  readonly name?: string;
  /** Where the metrics page is: port 9464 of this machine unless given; 0 for any free port, null for no page. */
  readonly port?: number | null;
  readonly host?: string;
  /** Whoever reads the page has to bring it; must be given where others can reach `host`. */
  readonly token?: string;
  /**
   * Whether delivered codes are opened for a moment, to count those that can't be. They are left shut unless it is true: opening
   * them costs as much as everything else, and the service opens them itself.
   */
  readonly opensCodes?: boolean;
  /** Orders that are watched at once at most; 50,000 unless given. */
  readonly maxInFlight?: number;
  /** A file that all events are written to, for `foxload watch` in a process of its own; none unless given. */
  readonly events?: string;
  /** Told the first fault of each kind; a process warning unless given. What it throws is swallowed. */
  readonly onFault?: (fault: WatchFault) => void;
}

/** Checked options, with every default in its place. */
export type WatchSettings = ReturnType<typeof watchSettings>;

/**
 * Checks the options. All mistakes of whoever sets a service up are found here, at its start: afterwards nothing is thrown any more.
 *
 * @throws {RangeError | TypeError | ObjectiveError} that says what is wrong, never with a secret in it
 */
export function watchSettings(options: WatchOptions) {
  const { signature = 'standard', api = null, name = 'live', port = defaultExporterAddress.port } = options;
  const { host = defaultExporterAddress.host, token, maxInFlight = liveLimits.maxInFlight } = options;
  const { opensCodes = false } = options;
  const deadlineMs = deadlineOf(options.deadline ?? '5m');
  const [secret, ...oldSecrets] = readWebhookSecrets(options.webhookSecret);
  if (token === undefined && port !== null && !isLoopback(host.includes(':') ? `[${host}]` : host)) {
    throw new RangeError(`host is "${host}", which others may reach; wanted a token as well, or 127.0.0.1`);
  }
  return {
    dialect: known(dialects, options.dialect, 'dialect'),
    scheme: known(signatureSchemes, signature, 'signature'),
    secret,
    oldSecrets,
    objectives: objectivesOf(options.objectives ?? [], deadlineMs),
    deadlineMs,
    address: new CreateAddress(api),
    name,
    port,
    host,
    token,
    maxInFlight,
    opensCodes,
  };
}

function deadlineOf(text: string): number {
  const deadlineMs = parseDuration(text);
  if (deadlineMs !== null && deadlineMs > 0) return deadlineMs;
  throw new RangeError(`deadline is "${text}"; wanted a positive duration like 5m`);
}

function objectivesOf(texts: readonly string[], deadlineMs: number): readonly Objective[] {
  const objectives = texts.map(parseObjective);
  for (const { name, text, withinMs } of objectives) {
    if (objectives.filter((other) => other.name === name).length > 1)
      throw new RangeError(
        `objective is "${text}"; wanted thresholds that differ: two objectives are named ${name}`,
      );
    if (withinMs !== null && withinMs > deadlineMs)
      throw new RangeError(`objective is "${text}"; wanted at most the deadline of ${deadlineMs / 1000} s`);
  }
  return objectives;
}

function known<K extends string, T>(all: Readonly<Record<K, T>>, name: K, what: string): T {
  if (Object.hasOwn(all, name)) return all[name];
  throw new RangeError(`${what} is "${name}"; wanted ${Object.keys(all).join(' or ')}`);
}
