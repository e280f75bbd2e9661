/** Calls `act` once `signal` is aborted, at once if it is already. */
export function onAbort(signal: AbortSignal | undefined, act: () => void): void {
  if (signal?.aborted) act();
  else signal?.addEventListener('abort', act, { once: true });
}

/** The name of the operating system's signal that a run was stopped with, given as the reason of an abort; or null. */
export function signalOf(signal: AbortSignal | undefined): NodeJS.Signals | null {
  const reason: unknown = signal?.aborted ? signal.reason : null;
  return typeof reason === 'string' && reason.startsWith('SIG') ? (reason as NodeJS.Signals) : null;
}
