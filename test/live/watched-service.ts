import { onTestFinished } from 'vitest';
import type { SignatureSchemeName } from '../../src/contract/signature-scheme.js';
import { signatureSchemes } from '../../src/contract/signature-schemes.js';
import { writeWebhookSecret } from '../../src/contract/webhook-secret.js';
import type { WatchFault } from '../../src/live/faults.js';
import type { WatchOptions } from '../../src/live/watch-options.js';
import { type WatchService, watchOrders } from '../../src/live/watch-orders.js';
import { seriesOf } from '../exporter/reading.js';

export const secret = Buffer.from('an example secret of 32 bytes!!!');
export const secretCode = 'CODE-4711-SECRET';

/** A service that is watched until the end of the test, and the faults that it told. */
export function watchedService(options: Partial<WatchOptions> = {}) {
  const told: WatchFault[] = [];
  const service = watchOrders({
    dialect: 'header-key',
    webhookSecret: writeWebhookSecret(secret),
    objectives: ['delivery within 45s for 95% over 7d', 'success for 95% over 7d'],
    port: null,
    onFault: (fault) => told.push(fault),
    ...options,
  });
  onTestFinished(() => service.close());
  return { service, told, series: () => seriesNow(service) };
}

/** The page's counters that are not zero, `foxload_` left out, and the sum over all classes of webhooks. */
export async function seriesNow(service: WatchService): Promise<Record<string, number>> {
  return countersOf((await service.metrics()).text);
}

/** The same of any page. */
export function countersOf(text: string): Record<string, number> {
  const counted = [...seriesOf(text)].filter(
    ([name, value]) => value !== 0 && /_total(\{|$)/.test(name) && name !== 'foxload_webhook_requests_total',
  );
  return Object.fromEntries(counted.map(([name, value]) => [name.replace('foxload_', ''), value]));
}

/** A webhook as its sender makes it: now, unless its signature is to be of another time. */
export function signedWebhook(
  orderId: string,
  body = webhookBody(orderId),
  webhookId = `msg_${orderId}`,
  scheme: SignatureSchemeName = 'standard',
): { readonly headers: Record<string, string>; readonly body: string } {
  const timestampS = Math.floor(Date.now() / 1000);
  return { headers: signatureSchemes[scheme].sign(secret, webhookId, timestampS, Buffer.from(body)), body };
}

export function webhookBody(orderId: string, state = 'delivered'): string {
  const end =
    state === 'failed' ? { failure_reason: 'supplier_timeout' } : { delivery_data: { code: secretCode } };
  return JSON.stringify({ event: `order.${state}`, order_id: orderId, status: state, ...end });
}
