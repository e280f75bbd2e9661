/** What a profile need not say, as it would be written there. docs/profile.md tells the same. */
export const profileDefaults = {
  target: { environment: 'embedded', dialect: 'header-key', attemptTimeout: '10s', connections: 1_000 },
  receiver: {
    /** For embedded targets any free port will do: foxload tells its own simulator the address. */
    embeddedListen: '127.0.0.1:0',
    listen: '127.0.0.1:8787',
    path: '/webhooks',
    signature: 'standard',
  },
  load: { model: 'open', arrivals: 'poisson', maxInFlight: 50_000, seed: 1 },
  order: { quantity: 1, weight: 1 },
  replays: '0%',
  monitor: { jitter: '20%' },
  /** The order timeout of the header-key guide: after it the API itself gives the order up. */
  deadline: '5m',
  abort: { after: 20 },
  journal: {
    /** Play money: nothing is lost that another run would not show again. */
    embedded: 'process',
    others: 'group',
  },
  sandbox: {
    speed: 100,
    seed: 7,
    curve: 'healthy',
    intermediateWebhooks: false,
    webhookDelay: '30s',
    slowAnswer: '5s',
    balance: '1000000 USD',
  },
} as const;
