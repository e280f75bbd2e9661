// Starts foxload's simulator inside a program of one's own, for instance for the tests of an integration.
// After `npm ci && npm run build`:  node examples/start-a-sandbox.mjs
import { randomBytes, randomUUID } from 'node:crypto';
import { startSandbox } from 'foxload';

const sandbox = await startSandbox({
  apiKeys: ['example-key'],
  webhookSecret: randomBytes(32),
  dialect: 'header-key',
  speed: 100,
});

const answer = await fetch(`${sandbox.url}/v1/orders`, {
  method: 'POST',
  headers: {
    authorization: 'Bearer example-key',
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
    // Whatever can go wrong can be asked for: see docs/sandbox.md.
    'x-sandbox-induce': 'supplier_timeout',
  },
  body: JSON.stringify({ sku_id: 'psn-tr-100', quantity: 1 }),
});
const { status } = await answer.json();
console.log(`answered with ${answer.status}, the order is ${status}`);
await sandbox.close();
