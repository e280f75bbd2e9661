// What every contestant of the bench shares: the same API, the same orders, as many connections.

/** `whsec_` + base64 in the environment of foxload; the bytes themselves everywhere else. */
export const webhookSecret = Buffer.alloc(32, 7);
export const apiKey = 'bench-key-bench-key-bench-key';
/** Connections to the API, and from its webhook sender to us. */
export const connections = 64;
export const order = { sku_id: 'xbox-ar-game-pass', quantity: 1 };
/** The signatures of webhooks are refused when they are older than this. */
export const toleranceS = 300;
/** Every contestant is warm after this long. */
export const warmUpMs = 6_000;
/** foxload moves to its rate in this part of it, as it advises, and holds it for the rest. */
export const rampMs = 5_000;
/** Played before a stretch is measured, from standing still to full speed … */
export const leadMs = 250;
/** … and behind it, so that its end is seen. */
export const tailMs = 100;
/** How long a stretch takes in which so much is measured. */
export const playedMs = (measuredMs) => leadMs + measuredMs + tailMs;
