/**
 * What the webhook endpoint allows to anybody who finds its address. A genuine webhook needs a fraction of each; a body
 * may have `maxBodyBytes` of the contract.
 */
export const receiverLimits = {
  /** Request line and headers. A signed webhook has some 500 bytes of them; more is answered 431 and not read on. */
  headerBytes: 8 * 1024,
  /** Node drops what comes after; a webhook whose signature is not among the first 64 headers is none. */
  headers: 64,
  /** Eight times what the simulator opens. Further ones are closed at once, so that files stay free for orders. */
  connections: 1_024,
  /** Webhooks that wait for the journal. A sender that waits for answers has one a connection, so only one that does not
   * can pass it. It is told 503 before its webhook counts. */
  unanswered: 2_048,
  /** From the connection, or the last answer's next byte, to the end of the headers. They come in one packet. */
  headersTimeoutMs: 5_000,
  /** … to the end of the body: 64 KiB at 7 KB/s. The order API's own patience is said to be longer. */
  requestTimeoutMs: 10_000,
  /**
   * Nothing sent and nothing read, in any phase: between two webhooks of a connection, and when who asks never reads the answers.
   * Longer would let silent connections use up the places.
   */
  silenceMs: 10_000,
  /** How often the timeouts are looked at, so how much later than said they may strike. Node's own 30 s are no limit. */
  checkEveryMs: 500,
  /** A request that is refused unread is closed this long after its answer: sooner could destroy the answer on its way. */
  lingerMs: 1_000,
} as const;
