import type { AttemptOutcome } from '../load/http-attempt.js';

const timeouts: ReadonlySet<string> = new Set([
  'TimeoutError',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
]);

/**
 * What a call without an answer came to, by the names of its errors alone: their messages may hold anything that the service
 * wrote into them.
 */
export function explainedFailure(error: unknown): AttemptOutcome {
  const names = namesOf(error);
  const cause = names.some((name) => timeouts.has(name)) ? 'timeout' : 'network';
  return { kind: 'no_answer', cause, explanation: names.slice(0, 3).join(', ') || 'the call failed' };
}

/** `fetch` fails with an error that says nothing and has the one that says more as its cause. */
function namesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 2) return [];
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return [...namesOf(error.cause, depth + 1), ...code, error.name].map((name) => name.slice(0, 50));
}
