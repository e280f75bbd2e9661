import type { DialectName } from '../contract/dialect.js';
import type { SignatureSchemeName } from '../contract/signature-scheme.js';
import { loadProfile } from '../profile/load-profile.js';
import { type Credentials, credentialsFrom } from '../run/credentials.js';
import { listenError } from '../run/listen-error.js';
import { StartError } from '../run/start-error.js';
import { sandboxDefaults } from '../sandbox/sandbox-defaults.js';
import { startSandbox } from '../sandbox/start-sandbox.js';
import type { Capacity } from '../sandbox/supplier-pool.js';
import { exitCodes } from './exit-codes.js';
import { firstSignal } from './first-signal.js';

export interface SandboxFlags {
  readonly host: string;
  readonly port: number;
  readonly dialect: DialectName;
  readonly signature: SignatureSchemeName;
  readonly webhookUrl: string | null;
  /** A profile whose `sandbox` section is taken; null for the defaults. */
  readonly profile: string | null;
  readonly speed: number | null;
  readonly seed: number | null;
  /** Given together or not at all. */
  readonly suppliers: number | null;
  readonly serviceTime: number | null;
}

/** `foxload sandbox`: the simulator on its own, until a signal ends it. */
export async function sandboxCommand(flags: SandboxFlags): Promise<number> {
  const { apiKey, webhookSecret } = sandboxCredentials(process.env);
  const knobs = flags.profile === null ? sandboxDefaults : loadProfile(flags.profile).profile.sandbox;
  const { host, port, dialect, signature, webhookUrl } = flags;
  const speed = flags.speed ?? knobs.speed;
  const seed = flags.seed ?? knobs.seed;
  const capacity = capacityFrom(flags) ?? knobs.capacity;
  const credentials = { apiKeys: [apiKey], webhookSecret };
  const own = { host, port, dialect, signature, webhookUrl, speed, seed, capacity, ...credentials };
  const sandbox = await startSandbox({ ...knobs, ...own }).catch((error: unknown) => {
    throw listenError(error, 'the sandbox', `${host}:${port}`, 'choose another with --port');
  });
  // Listened for before the address is told: who reads it may send a signal at once.
  const signal = firstSignal();
  process.stdout.write(`${sandbox.url}\n`);
  const webhooks = webhookUrl === null ? 'no webhooks' : `webhooks to ${webhookUrl}`;
  process.stderr.write(`sandbox (${dialect}, speed ${speed}, seed ${seed}), ${webhooks}; Ctrl-C ends it\n`);
  const received = await signal;
  await sandbox.close();
  return exitCodes[received];
}

/** Null where the command line says nothing of it. */
function capacityFrom({ suppliers, serviceTime: serviceTimeMs }: SandboxFlags): Capacity | null {
  if (suppliers === null && serviceTimeMs === null) return null;
  if (suppliers !== null && serviceTimeMs !== null) return { suppliers, serviceTimeMs };
  const [given, missing] =
    suppliers === null ? ['--service-time', '--suppliers'] : ['--suppliers', '--service-time'];
  throw new StartError(
    `${given} is given without ${missing}; wanted both, like --suppliers 20 --service-time 200ms`,
  );
}

/** Whoever starts a simulator chooses its credentials, so a missing one is told with an example, and both at once. */
function sandboxCredentials(environment: NodeJS.ProcessEnv): Credentials {
  const missing = ['FOXRELOAD_API_KEY', 'FOXRELOAD_WEBHOOK_SECRET'].filter(
    (name) => !environment[name] && !environment[`${name}_FILE`],
  );
  if (missing.length === 0) return credentialsFrom(environment);
  throw new StartError(
    `set ${missing.join(' and ')}: the sandbox accepts that API key and signs its webhooks with that secret, which its ` +
      'clients need too; choose any, for example FOXRELOAD_API_KEY=sandbox-key ' +
      'FOXRELOAD_WEBHOOK_SECRET=whsec_$(openssl rand -base64 32)',
  );
}
