// Runs a small load against foxload's own simulator and prints what it came to.
// After `npm ci && npm run build`:  node examples/run-a-profile.mjs [folder for reports]
import { finalBlock, readProfile, runProfile, writeReports } from 'foxload';

const text = `
name: example
load: { arrivals: uniform, stages: [{ rate: 50/s, for: 2s }] }
orders: [{ sku: psn-tr-100 }]
deadline: 4s
budgets: [success.rate > 95%]
sandbox: { speed: 200, seed: 7 }
`;

const run = await runProfile(readProfile(text, 'example.yaml'), {
  reportsFolder: process.argv[2] ?? 'reports',
  beforeLoad: (view) => console.error(`ordering at ${view.target}`),
});
writeReports(run);
console.log(finalBlock(run.result));
console.log(`reports and journal are in ${run.folder}`);
