import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.js';
import { maxBodyBytes } from '../contract/endpoints.js';
import type { Faults } from './faults.js';
import { overhearBody } from './overheard-body.js';
import type { RawBodies } from './raw-bodies.js';
import type { WebhookWatch } from './webhook-watch.js';

/** Middleware as express has it; with a `next` of one's own it fits any handler of `node:http`. */
export type WebhookMiddleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

export interface WebhookMiddlewareParts {
  readonly clock: Clock;
  readonly watch: WebhookWatch;
  readonly rawBodies: RawBodies;
  readonly faults: Faults;
}

const remedy =
  'the raw body of a webhook was gone: mount the middleware before the body parser, or give the parser the hook, as in ' +
  'express.json({ verify: service.rawBody })';

/**
 * Looks at each webhook on its way to the service, and always hands it on: it is the service that answers. Whatever goes wrong
 * here is a fault that is counted, and nothing that the service notices.
 */
export function webhookMiddleware(parts: WebhookMiddlewareParts): WebhookMiddleware {
  return (request, _response, next) => {
    parts.faults.guarded(() => look(parts, request, parts.clock.nowMs()), undefined);
    // Outside of the guard: what the service itself throws is its own.
    next();
  };
}

function look(
  { watch, rawBodies, faults }: WebhookMiddlewareParts,
  request: IncomingMessage,
  nowMs: number,
): void {
  if (request.method !== 'POST') return;
  const found = rawBodies.find(request);
  const atMs = found?.atMs ?? nowMs;
  const claim = watch.screen(request.headers, atMs);
  if (claim === null) return;
  if (found !== null) watch.take(claim, found.bytes, atMs);
  else if (request.readableDidRead || request.destroyed) faults.note('no_raw_body', remedy);
  else
    overhearBody(request, maxBodyBytes, (body) => {
      faults.guarded(() => watch.take(claim, body, atMs), undefined);
    });
}
