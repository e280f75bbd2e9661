import type { Cents } from '../contract/money.js';
import { allowedWorstCaseCents } from '../load/worst-case.js';
import { isExposed, isProductionApi } from '../profile/api-address.js';
import type { Profile } from '../profile/profile.js';
import { formatCents } from '../profile/usd.js';
import { StartError } from './start-error.js';

/** What whoever starts a run says beyond its profile, because a profile is easily started by mistake. */
export interface ProductionConsent {
  /** Real money may be spent. */
  readonly allowProduction?: boolean;
  /** The worst case of the run, as `foxload validate` tells it, in cents. */
  readonly confirmedSpendCents?: Cents;
}

/** Whether a limit is missing, and the sentence that says so. */
export type MissingLimit = readonly [isMissing: boolean, sentence: string];

/** What must be confirmed. */
export interface WorstCase {
  /** Null where nothing bounds it. */
  readonly cents: (profile: Profile) => Cents | null;
  /** How a message calls the sum. */
  readonly words: string;
  /** The limits that give it a bound: whether one is missing, and what is told then. Those of a run where it is left out. */
  readonly limits?: (profile: Profile) => readonly MissingLimit[];
}

const limitsOfRun = ({ limits }: Profile): MissingLimit[] => [
  [limits.orders === null, 'limits.orders is missing; wanted the most orders that may be sent'],
  [limits.spendCents === null, 'limits.spend is missing; wanted the most that the run may cost'],
];

/** That of one run. */
export const worstRun: WorstCase = {
  cents: allowedWorstCaseCents,
  words: 'the worst case that foxload validate tells',
};

/**
 * Every reason why the run may not start, a sentence each; none where no real money is at stake. The profile is not taken
 * on trust: it may have been put together by a program, past the checks of `readProfile`.
 */
export function refusals(
  profile: Profile,
  consent: ProductionConsent,
  worstCase: WorstCase = worstRun,
): string[] {
  const { environment, url } = profile.target;
  if (environment !== 'production') {
    return url !== null && isProductionApi(url)
      ? [
          `target.environment is ${environment}, but ${url} is production; wanted target.environment production`,
        ]
      : [];
  }
  const unsafe = unsafeProfile(profile, worstCase.limits ?? limitsOfRun);
  const allowed = consent.allowProduction === true ? [] : [notAllowed(profile)];
  // The worst case of a profile without its limits is no figure to confirm.
  return unsafe.length > 0
    ? [...allowed, ...unsafe]
    : [...allowed, ...unconfirmed(profile, consent, worstCase)];
}

/** Throws a StartError with every reason why the run may not start. */
export function refuseUnsafe(profile: Profile, consent: ProductionConsent, worstCase?: WorstCase): void {
  const reasons = refusals(profile, consent, worstCase);
  if (reasons.length > 0) throw new StartError(reasons.join('\n'));
}

function notAllowed({ name, target }: Profile): string {
  return `${name} spends real money at ${target.url}, and that was not allowed; wanted --allow-production`;
}

function unsafeProfile(profile: Profile, needed: (profile: Profile) => readonly MissingLimit[]): string[] {
  const { target, load, limits, orders, journal } = profile;
  const { skus } = limits;
  const strange = orders.filter(({ sku }) => skus?.every((allowed) => allowed.sku !== sku));
  const problems: readonly MissingLimit[] = [
    ...needed(profile),
    [skus === null, 'limits.skus is missing; wanted the only SKUs that may be ordered, with prices'],
    ...strange.map(({ sku }): MissingLimit => [true, `limits.skus does not allow ${sku}, which is ordered`]),
    [
      target.url === null || isExposed(target.url) !== false,
      `target.url is ${target.url ?? 'missing'}; wanted an https address, or one of this machine`,
    ],
    [load.model === 'closed', 'load.model is closed; wanted open, whose client verifies certificates'],
    [journal === 'process', 'journal is process; wanted group or strict, which outlive the machine'],
  ];
  return problems.filter(([applies]) => applies).map(([, sentence]) => sentence);
}

function unconfirmed(
  profile: Profile,
  { confirmedSpendCents }: ProductionConsent,
  { cents, words }: WorstCase,
): string[] {
  const worstCents = cents(profile);
  if (worstCents === null) return ['the worst case of the run has no bound; wanted limits that give it one'];
  if (confirmedSpendCents === worstCents) return [];
  const found =
    confirmedSpendCents === undefined
      ? 'the worst case was not confirmed'
      : `${formatCents(confirmedSpendCents)} was confirmed, which is not the worst case`;
  return [`${found}; wanted --confirm-spend "${formatCents(worstCents)}", ${words}`];
}
