import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { freePort } from '../../scripts/free-port.mjs';
import { standardSignature } from '../../src/contract/standard-signature.js';
import { listeningServer } from '../support/listening-server.js';

export const apiKey = 'small-api-key';
export const webhookSecret = Buffer.alloc(32, 9);
export const priceCents = 250;

/** How the small API differs from a good one. */
export interface SmallApiFaults {
  /** A key that is used again is given its order again, and debited again. */
  readonly debitsAgain?: boolean;
  /** Somebody else spends a cent between any two looks at the balance. */
  readonly restless?: boolean;
  readonly withoutPrices?: boolean;
  /** Every create call is answered with 503, and a wait that no client has the patience for. */
  readonly down?: boolean;
}

export interface SmallApi {
  readonly url: string;
  readonly receiverPort: number;
  /** Create calls that were complete. */
  calls(): number;
}

/**
 * An order API of its own kind: takes any text for a key and an empty one for none, knows no induction, answers the same
 * key with the same order whatever the body says, delivers at once, sends each webhook once.
 */
export async function smallApi(faults: SmallApiFaults = {}): Promise<SmallApi> {
  const receiverPort = await freePort();
  const orders = new Map<string, string>();
  let balanceCents = 100_000;
  let calls = 0;
  const create = (request: IncomingMessage, response: ServerResponse): void => {
    calls += 1;
    if (faults.down === true) {
      json(response, 503, { error: 'unavailable' }, { 'retry-after': '86400' });
      return;
    }
    const key = String(request.headers['idempotency-key'] ?? '');
    const known = key === '' ? undefined : orders.get(key);
    const orderId = known ?? `order_${orders.size}_${calls}`;
    if (known === undefined || faults.debitsAgain === true) balanceCents -= priceCents;
    if (known === undefined) {
      orders.set(key, orderId);
      setImmediate(() => void sendWebhook(receiverPort, orderId));
    }
    json(response, 200, { order_id: orderId, status: 'pending', created_at: '2026-05-18T14:32:00Z' });
  };
  const listener: RequestListener = (request, response) => {
    if (request.headers.authorization !== `Bearer ${apiKey}`) json(response, 401, { error: 'unauthorized' });
    else if (request.url === '/v1/skus' && faults.withoutPrices !== true) {
      json(response, 200, {
        skus: [{ sku: 'a-thing', region: 'DE', price_usd: priceCents / 100, stock: 1e6 }],
      });
    } else if (request.url === '/v1/balance') {
      if (faults.restless === true) balanceCents -= 1;
      json(response, 200, { balance_usd: balanceCents / 100, held_usd: 0 });
    } else if (request.url === '/v1/orders') request.resume().on('end', () => create(request, response));
    else json(response, 404, { error: 'not_found' });
  };
  const url = `http://127.0.0.1:${await listeningServer(listener)}`;
  return { url, receiverPort, calls: () => calls };
}

function json(response: ServerResponse, status: number, value: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

async function sendWebhook(port: number, orderId: string): Promise<void> {
  const body = Buffer.from(
    JSON.stringify({ event: 'order.delivered', order_id: orderId, delivery_data: { code: 'CANARY-CODE' } }),
  );
  const headers = standardSignature.sign(
    webhookSecret,
    `msg_${orderId}`,
    Math.floor(Date.now() / 1000),
    body,
  );
  // Whoever listens may be gone by then.
  await fetch(`http://127.0.0.1:${port}/webhooks`, { method: 'POST', headers, body }).catch(() => {});
}
