import type { DialectName } from '../contract/dialect.js';
import type { SignatureSchemeName } from '../contract/signature-scheme.js';
import { loadProfile } from '../profile/load-profile.js';
import { readProfile } from '../profile/read-profile.js';
import { credentialsFrom } from '../run/credentials.js';
import { listenError } from '../run/listen-error.js';
import { startSandbox } from '../sandbox/start-sandbox.js';
import { exitCodes } from './exit-codes.js';

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
}

/** The knobs when no profile is named: those of an embedded target that sets none. */
const plainProfile =
  'name: sandbox\nload: { stages: [{ rate: 1/s, for: 1s }] }\norders: [{ sku: psn-tr-100 }]\n';

/** `foxload sandbox`: the simulator on its own, until a signal ends it. */
export async function sandboxCommand(flags: SandboxFlags): Promise<number> {
  const { apiKey, webhookSecret } = credentialsFrom(process.env);
  const { sandbox: knobs } =
    flags.profile === null ? readProfile(plainProfile, 'sandbox') : loadProfile(flags.profile).profile;
  const { host, port, dialect, signature, webhookUrl } = flags;
  const options = { ...knobs, host, port, dialect, signature, webhookUrl, apiKeys: [apiKey], webhookSecret };
  const sandbox = await startSandbox({
    ...options,
    speed: flags.speed ?? knobs.speed,
    seed: flags.seed ?? knobs.seed,
  }).catch((error: unknown) => {
    throw listenError(error, 'the sandbox', `${host}:${port}`, 'choose another with --port');
  });
  process.stdout.write(`${sandbox.url}\n`);
  process.stderr.write(
    `sandbox (${dialect}, speed ${flags.speed ?? knobs.speed}, seed ${flags.seed ?? knobs.seed}) at ${sandbox.url}; ` +
      `${webhookUrl === null ? 'no webhooks' : `webhooks to ${webhookUrl}`}; Ctrl-C ends it\n`,
  );
  const signal = await firstSignal();
  await sandbox.close();
  return exitCodes[signal];
}

function firstSignal(): Promise<'SIGINT' | 'SIGTERM'> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve('SIGINT'));
    process.once('SIGTERM', () => resolve('SIGTERM'));
  });
}
