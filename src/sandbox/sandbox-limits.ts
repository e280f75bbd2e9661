/** The limits of everything that grows in the simulator. Reaching one is counted and shown by `GET /sandbox/health`. */
export const sandboxLimits = {
  /** Orders kept at once. Above it the oldest decided one is forgotten; when that one is undecided: 503. */
  keptOrders: 2_000_000,
  /** Webhooks waiting, ready and on the wire. Above it a webhook is given up at once. */
  queuedWebhooks: 1_000_000,
  /** Connections to the webhook address, one webhook at a time on each. */
  webhookConnections: 128,
  /** How long one attempt of a webhook may take, in real milliseconds. */
  webhookTimeoutMs: 10_000,
  /** Orders waiting for a free supplier. Above it a create call is answered 503. */
  waitingForSupplier: 1_000_000,
  /** Names in one induction header. */
  inductionNames: 16,
} as const;
