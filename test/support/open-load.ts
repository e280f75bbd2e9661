import type { LoadProfile, OpenLoad } from '../../src/profile/profile.js';

/** The load of a profile that has a schedule. */
export function openLoad(load: LoadProfile): OpenLoad {
  if (load.model !== 'open') throw new Error('the profile has no schedule');
  return load;
}
