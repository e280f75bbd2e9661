import type { Profile } from '../../src/profile/profile.js';
import { readProfile } from '../../src/profile/read-profile.js';

/** The parts of a profile, in the form of its file. */
export type ProfileParts = Readonly<Record<string, unknown>>;

/** A profile for the suite against the embedded simulator, as text. JSON is YAML, so nothing needs a writer. */
export function suiteProfileText(parts: ProfileParts = {}): string {
  return JSON.stringify({
    name: 'suite',
    load: { stages: [{ rate: '1/s', for: '1s' }] },
    orders: [{ sku: 'xbox-ar-game-pass' }, { sku: 'psn-tr-100' }],
    deadline: '20s',
    sandbox: { speed: 1000, seed: 5, slowAnswer: '1200s' },
    ...parts,
  });
}

/** A profile for the suite against a server at `url`. */
export function strangerProfile(url: string, receiverPort: number, parts: ProfileParts = {}): Profile {
  const { target = {}, ...others } = parts as { readonly target?: object };
  const own = {
    target: { environment: 'sandbox', url, ...target },
    receiver: { listen: `127.0.0.1:${receiverPort}` },
    sandbox: undefined,
    ...others,
  };
  return readProfile(suiteProfileText(own), 'suite.yaml');
}
