import type { RunResult } from '../run/run-result.js';
import { countedText, countText } from './figure-text.js';
import { glued, wrapText } from './wrap-text.js';

/** Webhooks by class, what became of their codes, keys used more than once, and what broke the API's contract. */
export function webhookLines(result: RunResult, columns: number): string[] {
  const { webhooks, codes, idempotency, retries, contract } = result;
  const {
    received,
    accepted,
    duplicate,
    late,
    orphan,
    forged,
    malformed,
    outOfOrder,
    conflicting,
    oldSecret,
  } = webhooks;
  const classes = { duplicate, late, orphan, forged, malformed, 'out of order': outOfOrder, conflicting };
  return [
    `Webhooks  ${countText(received)} received, ${countText(accepted)} accepted`,
    ...counts(classes, columns),
    ...(oldSecret > 0 ? counts({ 'by an old secret': oldSecret }, columns) : []),
    ...counts({ 'codes opened': codes.opened, 'not opened': codes.failed }, columns),
    ...counts({ 'keys used again': idempotency.replays, 'second orders': idempotency.violations }, columns),
    ...counts({ retries: retries.attempts, exhausted: retries.exhausted }, columns),
    ...contract.violations.flatMap(({ violation, count, example }) =>
      wrapText(
        `  contract: ${violation} ${countedText(count, 'time', 'times')}, first: ${example}`,
        columns,
        4,
      ),
    ),
  ];
}

function counts(byName: Readonly<Record<string, number>>, columns: number): string[] {
  const items = Object.entries(byName).map(([name, count]) => glued(`${name} ${countText(count)}`));
  return wrapText(`  ${items.join(', ')}`, columns, 2);
}
