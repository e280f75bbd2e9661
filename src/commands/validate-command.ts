import { usdFromCents } from '../contract/money.js';
import { allowedWorstCaseCents } from '../load/worst-case.js';
import { loadProfile } from '../profile/load-profile.js';
import { plainColumns } from '../report/wrap-text.js';
import { budgetForecasts } from './budget-forecast.js';
import { profileForecast } from './profile-forecast.js';
import { profileText } from './profile-text.js';

/** `foxload validate`: checks a profile and says what it would do. Sends nothing; throws a ProfileError on a bad one. */
export function validateCommand(profileName: string, flags: { readonly json: boolean }): number {
  const { profile, fileName } = loadProfile(profileName);
  if (flags.json) {
    const forecast = profileForecast(profile);
    const worstCents = allowedWorstCaseCents(profile);
    const worstCaseUsd = worstCents === null ? null : usdFromCents(worstCents);
    const budgets = budgetForecasts(profile);
    const told = { file: fileName, profile, forecast, budgets, worstCaseUsd };
    process.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
    return 0;
  }
  const columns = process.stdout.columns ?? plainColumns;
  process.stdout.write(`${fileName} is a valid profile.\n\n${profileText(profile, columns)}`);
  return 0;
}
