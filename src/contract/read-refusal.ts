import { ContractError } from './contract-error.js';
import type { CreateAnswer } from './dialect.js';
import { readJsonObject } from './json-fields.js';
import type { RefusalReason } from './refusal-reason.js';

/** The answer to a create call that was not taken: any 4xx. The law of both dialects alike. */
export function readRefusal(status: number, body: Buffer): CreateAnswer {
  if (status < 400 || status > 499) {
    throw new ContractError('unexpected_status', `the create call was answered with status ${status}`);
  }
  const code = errorCode(body);
  if (code === 'idempotency_in_progress') return { kind: 'conflict' };
  if (code === 'idempotency_mismatch') return { kind: 'mismatch' };
  return { kind: 'refused', reason: refusalReason(status, code) };
}

function refusalReason(status: number, code: string | null): RefusalReason {
  if (status === 402) return 'insufficient_funds';
  if (status === 409) return code === 'out_of_stock' ? 'out_of_stock' : 'other';
  return status === 429 ? 'rate_limited' : 'client_error';
}

/** The error code, or null: the status alone decides then, since proxies answer 4xx with bodies of their own. */
function errorCode(body: Buffer): string | null {
  try {
    const { error } = readJsonObject(body, 'the error');
    return typeof error === 'string' ? error : null;
  } catch {
    return null;
  }
}
