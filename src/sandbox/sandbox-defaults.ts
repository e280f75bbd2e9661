import type { SandboxOptions } from './sandbox-options.js';

/** What a simulator need not be told: everything but its credentials. The same knobs as an embedded target's defaults. */
export const sandboxDefaults = {
  dialect: 'header-key',
  signature: 'standard',
  host: '127.0.0.1',
  port: 0,
  webhookUrl: null,
  speed: 100,
  seed: 7,
  curve: 'healthy',
  failures: {},
  webhooks: {},
  api: {},
  intermediateWebhooks: false,
  webhookDelayMs: 30_000,
  slowAnswerMs: 5_000,
  stall: null,
  balanceCents: 100_000_000,
  rateLimitPerSecond: null,
  capacity: null,
} as const satisfies Omit<SandboxOptions, 'apiKeys' | 'webhookSecret'>;
