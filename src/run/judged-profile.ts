import type { Profile } from '../profile/profile.js';

/** What of a profile decides which figures of its orders are kept to be judged. */
export type JudgedProfile = Pick<Profile, 'budgets' | 'orders' | 'target' | 'deadlineMs'>;
