import { deadlineMs, withinMs } from './watched-monitor.mjs';

/** What the simulator's own list of orders says of the objectives, whoever listened when. */
export async function truthOf(simulator) {
  const books = await simulator.books();
  const text = await (await fetch(`${simulator.url}/sandbox/deliveries`)).text();
  const orders = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const counted = (limitMs) => {
    const good = orders.filter(
      ({ state, created_ms: createdMs, webhook_ms: webhookMs }) =>
        state === 'delivered' && webhookMs !== null && webhookMs - createdMs < limitMs,
    ).length;
    return { good, bad: orders.length - good };
  };
  return {
    orders: orders.length,
    delivery: counted(withinMs),
    success: counted(deadlineMs),
    doubles: books.keys_with_several_orders,
  };
}
