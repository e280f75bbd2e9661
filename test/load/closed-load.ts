import { monotonicClock } from '../../src/clock.js';
import { dialects } from '../../src/contract/dialects.js';
import { ApiConnection } from '../../src/load/api-connection.js';
import { loadAutocannon } from '../../src/load/autocannon-client.js';
import { AutocannonConnection } from '../../src/load/autocannon-connection.js';
import { ClosedDriver } from '../../src/load/closed-driver.js';
import { OrderClient } from '../../src/load/order-client.js';
import { orderKey } from '../../src/load/order-keys.js';
import type { OrderEvent } from '../../src/order-event.js';
import { quickRetries } from './api-server.js';

const secret = Buffer.alloc(32, 5);

/** The key of an order of these loads. */
export const keyOf = (seq: number): string => orderKey(secret, seq);

export interface ClosedLoadChoice {
  readonly connections: number;
  readonly orders: number;
  readonly attemptTimeoutMs?: number;
}

/** Fires a closed load at `url` and gives every event of it, once each create call is over. */
export async function closedLoad(url: string, choice: ClosedLoadChoice): Promise<OrderEvent[]> {
  const events: OrderEvent[] = [];
  const autocannon = await loadAutocannon();
  const sockets = Array.from({ length: choice.connections }, () => new AutocannonConnection(autocannon, url));
  const clients = sockets.map((dispatcher, place) => {
    const emit = (event: OrderEvent): void => {
      events.push(event);
      if (['accepted', 'refused', 'errored'].includes(event.kind)) driver.over(place);
    };
    const attemptTimeoutMs = choice.attemptTimeoutMs ?? 20_000;
    const shared = { clock: monotonicClock, emit };
    const connection = new ApiConnection({
      ...shared,
      dispatcher,
      basePath: '',
      dialect: dialects['header-key'],
      apiKey: 'an example key',
      attemptTimeoutMs,
    });
    return new OrderClient({ ...shared, connection, retryPolicy: quickRetries().policy });
  });
  const driver = new ClosedDriver({
    connections: choice.connections,
    endSeq: choice.orders,
    clock: monotonicClock,
    admit: () => 'send',
    due: (seq, _plannedMs, place) =>
      clients[place]?.create(seq, { sku: 'psn-tr-100', quantity: 1, idempotencyKey: keyOf(seq) }, false),
    dropped: () => {},
  });
  driver.wake();
  await driver.finished;
  while (clients.some(({ unfinished }) => unfinished > 0))
    await new Promise((resolve) => setImmediate(resolve));
  for (const socket of sockets) socket.close();
  return events;
}
