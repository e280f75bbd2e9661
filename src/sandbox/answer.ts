import { type ApiError, type ApiErrorCode, apiErrorStatus } from '../contract/api-error.js';

/** What is answered to a request. */
export interface Answer {
  readonly status: number;
  readonly contentType: 'application/json' | 'application/x-ndjson';
  /** Text, or pieces of it where it may be long. */
  readonly body: string | Iterable<string>;
  /** Whole seconds for `Retry-After`. */
  readonly retryAfterS?: number;
  /** Methods for `Allow`. */
  readonly allow?: string;
}

export function jsonAnswer(status: number, body: string): Answer {
  return { status, contentType: 'application/json', body };
}

export function errorAnswer({ error, message }: ApiError, retryAfterS?: number): Answer {
  const answer = jsonAnswer(apiErrorStatus[error], JSON.stringify({ error, message }));
  const waitS = retryAfterS ?? (error === 'unavailable' ? unavailableRetryAfterS : undefined);
  return waitS === undefined ? answer : { ...answer, retryAfterS: waitS };
}

export function refusal(error: ApiErrorCode, message: string, retryAfterS?: number): Answer {
  return errorAnswer({ error, message }, retryAfterS);
}

/** A caller who meets 503 may come back after this; `Retry-After` counts whole seconds, so `speed` does not divide it. */
export const unavailableRetryAfterS = 1;
