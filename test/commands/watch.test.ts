import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seriesOf } from '../exporter/reading.js';
import { signedWebhook, watchedService } from '../live/watched-service.js';
import { foxload, startFoxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const anyPort = ['--metrics-port', '0'];

it('foxload watch waits for the events of a service, serves what it follows, and ends with the signal', async () => {
  const events = join(temporaryFolder(), 'shop.ndjson');
  const watching = startFoxload(['watch', events, ...anyPort]);
  await watching.sees(/waiting for the first events in .*shop\.ndjson/);
  const { service } = watchedService({ events, name: 'shop' });
  service.noteCreated({ orderId: 'ord_1' });
  const [, metricsUrl = '', livePageUrl = ''] = await watching.sees(
    /foxload watch shop \(header-key\): metrics at (\S+), live page at (\S+)/,
  );
  const { headers, body } = signedWebhook('ord_1');
  service.noteWebhook({ headers, body: Buffer.from(body) });
  const good = 'foxload_slo_events_total{slo="delivery_45s",result="good"}';
  const page = async () => seriesOf(await (await fetch(metricsUrl)).text());
  while ((await page()).get(good) !== 1) await new Promise((resolve) => setImmediate(resolve));
  expect((await page()).get('foxload_orders_completed_total{outcome="delivered",via="webhook"}')).toBe(1);
  expect(await (await fetch(livePageUrl)).text()).toContain('shop');
  expect(watching.stderr).toContain('objective delivery within 45s for 95% over 7d\n');
  watching.kill('SIGTERM');
  expect(await watching.ended).toMatchObject({ code: 143, stdout: '' });
});

it('foxload watch ends while it waits, and says what it can not read', async () => {
  const folder = temporaryFolder();
  const waiting = startFoxload(['watch', join(folder, 'nothing'), ...anyPort]);
  await waiting.sees(/waiting for the first events/);
  waiting.kill('SIGINT');
  expect(await waiting.ended).toMatchObject({ code: 130 });
  mkdirSync(join(folder, 'a-folder'));
  const unreadable = await foxload(['watch', join(folder, 'a-folder'), ...anyPort]);
  expect(unreadable).toMatchObject({ code: 2, stdout: '' });
  expect(unreadable.stderr).toContain("the events can't be read (EISDIR");
});

it('foxload watch refuses a file that is no events file, instead of waiting for ever', async () => {
  const file = join(temporaryFolder(), 'list.json');
  writeFileSync(file, '{"x":1}\n');
  const { code, stdout, stderr } = await foxload(['watch', file, ...anyPort]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(
    /list\.json: a line .+; wanted a file that foxload\/live writes for its option events\n$/,
  );
});
