import type { ReasonCount, RunResult } from '../run/run-result.js';
import { countText, usdText } from './figure-text.js';
import { glued, wrapText } from './wrap-text.js';

type Term = readonly [name: string, count: number];

/** Where every planned order went, equation by equation, and what the accepted ones cost. */
export function ledgerLines({ ledger, drops, spend }: RunResult, columns: number): string[] {
  const { planned, sent, dropped, accepted, refused, errored } = ledger;
  const { delivered, failed, timedOut, lost, open } = ledger;
  const ends: Term[] = [
    ['delivered', delivered],
    ['failed', failed],
    ['timed out', timedOut],
    ['lost', lost],
    ['open', open],
  ];
  const answers: Term[] = [
    ['accepted', accepted],
    ['refused', refused],
    ['errored', errored],
  ];
  const offered: Term[] = [
    ['sent', sent],
    ['dropped', dropped],
  ];
  return [
    `Ledger ${ledger.balanced ? '(balanced)' : '(OUT OF BALANCE)'}`,
    ...equation(['planned', planned], offered, columns, reasonsInBrackets(drops)),
    ...equation(['sent', sent], answers, columns),
    ...equation(['accepted', accepted], ends, columns),
    ...spendLines(spend, columns),
  ];
}

/** `accepted  8 = delivered 7 + failed 1 + …`, broken before a plus, which then stands below the equals sign. */
function equation([name, whole]: Term, parts: readonly Term[], columns: number, note = ''): string[] {
  const left = `  ${name.padEnd(10)}${countText(whole)} `;
  const terms = parts.map(([part, count], place) =>
    glued(`${place === 0 ? '=' : '+'} ${part} ${countText(count)}`),
  );
  return wrapText(`${left}${terms.join(' ')}${note}`, columns, left.length);
}

function reasonsInBrackets(counts: readonly ReasonCount[]): string {
  if (counts.length === 0) return '';
  return ` (${counts.map(({ reason, count }) => glued(`${reason} ${countText(count)}`)).join(', ')})`;
}

function spendLines({ debitedUsd, refundedUsd, limitUsd }: RunResult['spend'], columns: number): string[] {
  const limit = limitUsd === null ? 'no limit' : `limit ${usdText(limitUsd)}`;
  const parts = [`${usdText(debitedUsd)} debited`, `${usdText(refundedUsd)} to be refunded`, limit];
  return wrapText(`  spend     ${parts.map(glued).join(', ')}`, columns, 12);
}
