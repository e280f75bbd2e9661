/**
 * Ends the process when nothing is left to do, without Node's own clearing up: that can go round for ever, with a processor busy, for
 * a request that never ends (https://github.com/nodejs/node/issues/47748). Everything that was written has gone out by then.
 */
export function leaveWhenDone(): void {
  process.once('beforeExit', (code) => process.exit(code));
}
