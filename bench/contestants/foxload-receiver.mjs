// foxload's own webhook endpoint, with all its limits, in its own thread, as a run has it.
import { collectAlone } from '../../dist/collect-alone.js';
import { monotonicClock } from '../../dist/index.js';
import { ReceiverThread } from '../../dist/receiver/receiver-thread.js';
import { webhookSecret } from '../settings.mjs';
import { receive } from './receive.mjs';

// As the command line does.
collectAlone();
await receive(async (take) => {
  const url = await new ReceiverThread().listen({
    host: '127.0.0.1',
    port: 0,
    path: '/webhooks',
    dialect: 'header-key',
    signature: 'standard',
    secret: webhookSecret,
    oldSecrets: [],
    clock: monotonicClock,
    emit: (event) => {
      if (event.kind === 'webhook') take();
    },
    handled: () => {},
  });
  return Number(new URL(url).port);
});
