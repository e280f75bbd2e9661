// Runs a small load against foxload's own simulator and prints what it came to.
// After `npm ci && npm run build`:  node examples/run-a-profile.mjs
import { finalBlock, readProfile, runProfile } from 'foxload';

const profile = readProfile(
  `
name: example
load: { arrivals: uniform, stages: [{ rate: 50/s, for: 2s }] }
orders: [{ sku: psn-tr-100 }]
deadline: 4s
budgets: [success.rate > 95%]
sandbox: { speed: 200, seed: 7 }
`,
  'example.yaml',
);

const { result, folder } = await runProfile(profile, {
  beforeLoad: (view) => console.error(`ordering at ${view.target}`),
});
console.log(finalBlock(result));
console.log(`journal: ${folder}/orders.ndjson`);
