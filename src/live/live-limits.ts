/** What a watched service keeps at most, and for how long. Reaching a limit is counted and shown on the metrics page. */
export const liveLimits = {
  /** Orders that are not decided. Further ones are not watched, and counted as dropped (`in_flight`). */
  maxInFlight: 50_000,
  /**
   * A create call that gave no order may be tried again under its key for this long: it is the same order. Then it is over
   * as refused or errored, and whoever asks again makes a new one.
   */
  retryWaitMs: 60_000,
  /** A create call whose end was not seen for this long is over as timed out: as long as Node's own `fetch` waits. */
  callMs: 300_000,
  /** A webhook waits this long for the answer to its create call; then it is an orphan. */
  heldForMs: 60_000,
  /** Keys of accepted orders that are remembered, at least; twice as many at most: 3 MB. */
  recentKeys: 2 ** 16,
  /** A key longer than this is not looked at: the call counts as one without. */
  keyLength: 1_024,
  /** How often deadlines and waits are looked at. Both are decided by stamps: this only delays their being noticed. */
  tickMs: 250,
  /** A webhook that was stamped before its order's deadline may still be on its way through the service for this long. */
  bodyGraceMs: 1_000,
  /** Orders that are remembered after they are over, at least: a late repeat of a webhook is then a duplicate, no orphan. */
  rememberedOrders: 2 ** 17,
  /** Webhook ids that are remembered, at least; twice as many at most. */
  recentWebhookIds: 2 ** 18,
  /** An events file that is as large as this becomes the older one of two: some 100,000 orders each. */
  eventsFileBytes: 64 * 1024 * 1024,
  /** So many bytes of events are handed to the disk at once, without waiting for the next tick. */
  flushedEventsBytes: 256 * 1024,
  /** Events that wait for the disk. A disk that is so far behind is a failed one. */
  waitingEventsBytes: 8 * 1024 * 1024,
  /** Orders of a followed file that something can still be told of. */
  followedOrders: 200_000,
} as const;
