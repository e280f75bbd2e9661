import fc from 'fast-check';

/** Latencies in milliseconds from microseconds to an hour, as many short ones as long ones. */
export const times = fc.array(
  fc.double({ min: Math.log(0.001), max: Math.log(3_600_000), noNaN: true }).map((logMs) => Math.exp(logMs)),
  { minLength: 1, maxLength: 60 },
);
