import { type Budget, writeBudget } from '../profile/budget.js';
import { changedProfile, type ProfileChange } from '../profile/changed-profile.js';
import { formatDuration } from '../profile/duration.js';
import type { Profile } from '../profile/profile.js';
import { formatRate } from '../profile/rate.js';
import { formatCents } from '../profile/usd.js';
import type { RoomLeft } from './room-left.js';
import type { StepPlan } from './step-plan.js';

/**
 * Beyond this share of orders that the API does not take, a rate does not hold: an API that turns the surplus away would keep
 * every other budget at any rate. A budget of the profile's own on `refusals.rate` takes its place.
 */
const refusalBudget = 'refusals.rate <= 1%';

/** The profile that a search judges its steps by: that of the user, with a budget on refusals. */
export function searchedProfile(profile: Profile): Profile {
  if (profile.budgets.some(isOnAllRefusals)) return profile;
  const texts = [...profile.budgets.map(writeBudget), refusalBudget];
  return changedProfile(profile, [[['budgets'], texts]]);
}

function isOnAllRefusals({ metric, severity, selection }: Budget): boolean {
  return metric === 'refusals.rate' && severity === 'fail' && selection === null;
}

/** The profile of one step: its constant rate, as two stages of which the second is judged, and what the limits leave. */
export function stepProfile(searched: Profile, plan: StepPlan, left: RoomLeft): Profile {
  const rate = formatRate(plan.ratePerSecond);
  const stages = [plan.warmupMs, plan.measuredMs].map((ms) => ({ rate, for: formatDuration(ms) }));
  const limits: ProfileChange[] = [];
  if (left.orders !== null) limits.push([['limits', 'orders'], left.orders]);
  if (left.spendCents !== null) limits.push([['limits', 'spend'], formatCents(left.spendCents)]);
  return changedProfile(searched, [[['load', 'stages'], stages], ...limits]);
}
