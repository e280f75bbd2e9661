import { maxBodyBytes } from '../contract/endpoints.js';
import { liveLimits } from './live-limits.js';

/** Headers as callers of `fetch` and of undici write them. */
export type GivenHeaders = unknown;

/**
 * The idempotency key of a create call, wherever its dialect keeps it: in the header or in the body. Null where there is
 * none that can be read without changing what the caller sends: a stream is never touched.
 */
export function keyOfCreate(headers: GivenHeaders, body: unknown): string | null {
  const key = headerOf(headers, 'idempotency-key') ?? keyOfBody(body);
  return key === null || key.length > liveLimits.keyLength ? null : key;
}

/** Of the forms that headers come in, an iterable that can be read only once is left alone. */
function headerOf(headers: GivenHeaders, name: string): string | null {
  if (typeof headers !== 'object' || headers === null) return null;
  if (Array.isArray(headers))
    return typeof headers[0] === 'string' ? ofFlat(headers, name) : ofPairs(headers, name);
  if ('get' in headers && typeof headers.get === 'function') return textOf(headers.get(name));
  return ofPairs(Object.entries(headers), name);
}

function ofFlat(namesAndValues: readonly unknown[], name: string): string | null {
  for (let at = 0; at + 1 < namesAndValues.length; at += 2) {
    if (isName(namesAndValues[at], name)) return textOf(namesAndValues[at + 1]);
  }
  return null;
}

function ofPairs(pairs: readonly unknown[], name: string): string | null {
  const pair = pairs.find((each) => Array.isArray(each) && isName(each[0], name));
  return Array.isArray(pair) ? textOf(pair[1]) : null;
}

function isName(found: unknown, name: string): boolean {
  return typeof found === 'string' && found.length === name.length && found.toLowerCase() === name;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function keyOfBody(body: unknown): string | null {
  const text = bodyText(body);
  // Most bodies of the other dialect are told apart without being parsed.
  if (text === null || !text.includes('"idempotency_key"')) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('idempotency_key' in value)) return null;
    return textOf(value.idempotency_key);
  } catch {
    return null;
  }
}

function bodyText(body: unknown): string | null {
  if (typeof body === 'string') return body.length > maxBodyBytes ? null : body;
  if (!(body instanceof Uint8Array) || body.length > maxBodyBytes) return null;
  return Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8');
}
