import { seriesOf } from '../exporter/reading.js';

/** Asks the metrics page at `url` until at least `count` orders were sent. */
export async function untilSent(url: string, count: number): Promise<void> {
  for (;;) {
    const page = await (await fetch(url)).text();
    if ((seriesOf(page).get('foxload_orders_sent_total') ?? 0) >= count) return;
  }
}
