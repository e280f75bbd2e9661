// foxload's own webhook endpoint, with all its limits.
import { dialects, monotonicClock, signatureSchemes, startReceiver } from '../../dist/index.js';
import { webhookSecret } from '../settings.mjs';
import { receive } from './receive.mjs';

await receive(async (take) => {
  const receiver = await startReceiver({
    host: '127.0.0.1',
    port: 0,
    path: '/webhooks',
    dialect: dialects['header-key'],
    scheme: signatureSchemes.standard,
    secret: webhookSecret,
    clock: monotonicClock,
    emit: (event) => {
      if (event.kind === 'webhook') take();
    },
    handled: () => {},
  });
  return Number(new URL(receiver.url).port);
});
