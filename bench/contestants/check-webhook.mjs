// The same check that foxload makes, as short as it can be written: Standard Webhooks, over the raw bytes.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { toleranceS, webhookSecret } from '../settings.mjs';

/** The parsed webhook; null when its signature is wrong or too old. */
export function checkWebhook(headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures } = headers;
  if (Math.abs(Date.now() / 1000 - Number(seconds)) > toleranceS) return null;
  const wanted = createHmac('sha256', webhookSecret).update(`${id}.${seconds}.`).update(body).digest();
  const found = Buffer.from(signatures.slice('v1,'.length), 'base64');
  if (found.length !== wanted.length || !timingSafeEqual(found, wanted)) return null;
  return JSON.parse(body.toString());
}
