import type { MonitorProfile, OpenLoad, Profile } from '../profile/profile.js';
import { StartError } from '../run/start-error.js';

/** A profile that a monitor can go by. */
export interface MonitoredProfile extends Profile {
  readonly monitor: MonitorProfile;
  readonly load: OpenLoad;
}

/** The profile, if it tells a monitor what to do. Throws a StartError that says what is missing, or what a monitor can't keep. */
export function monitoredProfile(profile: Profile): MonitoredProfile {
  const { monitor, load, name, abort } = profile;
  if (monitor === null) {
    throw new StartError(
      `${name} has no section monitor; wanted one like monitor: { every: 30s, spendPerDay: 20 USD }`,
    );
  }
  if (load.model !== 'open') throw new StartError(`load.model is ${load.model}; wanted open for a monitor`);
  const { afterOrders, ...rules } = abort;
  const rule = Object.entries(rules)
    .find(([, limit]) => limit !== null)?.[0]
    ?.replace(/Ms$/, '');
  if (rule !== undefined) {
    throw new StartError(
      `abort.${rule} ends a run; a monitor goes on to show that, so wanted a profile without abort`,
    );
  }
  // What is open when it is killed has to be found again.
  const journal =
    profile.journal === 'process' && profile.target.environment !== 'embedded' ? 'group' : profile.journal;
  return { ...profile, monitor, load, journal };
}
