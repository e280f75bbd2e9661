import { expect, test } from 'vitest';
import * as foxload from '../src/index.js';
import * as live from '../src/live.js';

test('the library gives what its users rely on, and nothing else', () => {
  expect(Object.keys(foxload).sort()).toEqual([
    'BudgetError',
    'InvalidRunError',
    'ProfileError',
    'StartError',
    'compareRuns',
    'comparisonDefaults',
    'dialectNames',
    'dialects',
    'finalBlock',
    'loadProfile',
    'monotonicClock',
    'parseBudget',
    'readProfile',
    'readResult',
    'readWebhookSecret',
    'readWebhookSecrets',
    'resumeRun',
    'runIdempotencySuite',
    'runProfile',
    'signatureSchemes',
    'startReceiver',
    'startSandbox',
    'storedRun',
    'writeReports',
    'writeWebhookSecret',
  ]);
});

test('what a service is watched with is an entry of its own, and small', () => {
  expect(Object.keys(live).sort()).toEqual(['ObjectiveError', 'WatchFault', 'watchOrders']);
});
