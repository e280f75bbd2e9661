import { formatDuration } from '../profile/duration.js';
import { loadProfile } from '../profile/load-profile.js';
import type { Profile } from '../profile/profile.js';
import { formatRate } from '../profile/rate.js';
import { formatCents } from '../profile/usd.js';
import { countText, shareText } from '../report/figure-text.js';
import { profileForecast } from './profile-forecast.js';

/** `foxload validate`: checks a profile and says what it would do. Sends nothing; throws a ProfileError on a bad one. */
export function validateCommand(profileName: string, flags: { readonly json: boolean }): number {
  const { profile, fileName } = loadProfile(profileName);
  const forecast = profileForecast(profile);
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ file: fileName, profile, forecast }, null, 2)}\n`);
    return 0;
  }
  process.stdout.write(`${fileName} is a valid profile.\n\n${description(profile).join('\n')}\n`);
  return 0;
}

function description(profile: Profile): string[] {
  const { target, receiver, load, limits, budgets, orders } = profile;
  const forecast = profileForecast(profile);
  const about = load.arrivals === 'uniform' ? '' : 'about ';
  const weights = orders.reduce((sum, { weight }) => sum + weight, 0);
  return [
    `target     ${target.environment}${target.url === null ? '' : ` ${target.url}`}, ${target.dialect}`,
    `webhooks   ${receiver.host}:${receiver.port === 0 ? 'any free port' : receiver.port}${receiver.path}, signature ${receiver.signature}`,
    `load       open model, ${load.arrivals} arrivals, seed ${load.seed}, at most ${countText(load.maxInFlight)} in flight`,
    ...load.stages.map(
      ({ kind, ratePerSecond, durationMs }) =>
        `           ${kind.padEnd(9)}${formatRate(ratePerSecond)} for ${formatDuration(durationMs)}`,
    ),
    `orders     ${about}${countText(Math.round(forecast.orders))}${forecast.cutByLimit ? ' (limits.orders ends the schedule early)' : ''}`,
    ...orders.map(
      ({ sku, quantity, weight }) =>
        `           ${shareText(weight / weights).padStart(7)}  ${quantity} × ${sku}`,
    ),
    `replays    ${shareText(profile.replays)} of orders are fired twice with one key`,
    `time       ${formatDuration(forecast.loadMs)} of load, at most ${formatDuration(forecast.atMostMs)} in all`,
    `deadline   ${formatDuration(profile.deadlineMs)} from the planned instant`,
    `spend      ${limits.spendCents === null ? 'no limit' : `at most ${formatCents(limits.spendCents)}`}`,
    `budgets    ${budgets.length === 0 ? 'none: the run can only pass or be invalid' : budgets[0]?.text}`,
    ...budgets.slice(1).map(({ text }) => `           ${text}`),
  ];
}
