import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // scripts/simulate.mjs asks for seeds, and for nothing else.
    include: process.env.FOXLOAD_SEEDS ? ['test/simulation/many-seeds.ts'] : ['test/**/*.test.ts'],
    // Real sockets and real child processes: generous, because a slow machine is not a defect.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});
