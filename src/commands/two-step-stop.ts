/** A signal came before the first order: there is nothing to report. */
export class StoppedBeforeLoad extends Error {
  override readonly name = 'StoppedBeforeLoad';

  constructor(readonly signal: StopSignal) {
    super(`stopped by ${signal} before anything was sent`);
  }
}

/** Ctrl-C, a supervisor's request, and a terminal that was closed. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type StopSignal = (typeof stopSignals)[number];

/** The two ways in which a user can end a run early. */
export interface TwoStepStop {
  readonly drain: AbortSignal;
  readonly leave: AbortSignal;
  /** From now on there are orders to wait for. Throws a StoppedBeforeLoad when a signal came already. */
  loadBegins(): void;
  /** Gives the signals back to Node, which then ends at once. */
  release(): void;
}

/** How a command that goes on for ever differs from a run. */
export interface StopChoice {
  /** Called at SIGHUP, which then stops nothing. */
  readonly hangUp?: () => void;
  /** What the user is told at the second signal. */
  readonly leaving?: string;
}

/**
 * First Ctrl-C (or SIGTERM): no new orders, those sent are waited for. Second: the report is written from what is
 * known. One more than makes sense ends the process at once, in case something hangs. `say` tells the user what the
 * signal did.
 */
export function twoStepStop(
  say: (line: string) => void,
  { hangUp, leaving = 'Leaving; writing the report from what is known.' }: StopChoice = {},
): TwoStepStop {
  const drain = new AbortController();
  const leave = new AbortController();
  let loading = false;
  const release = (): void => {
    for (const signal of stopSignals) process.off(signal, stop);
    if (hangUp !== undefined) process.off('SIGHUP', hangUp);
  };
  const stopping = stopSignals.filter((signal) => hangUp === undefined || signal !== 'SIGHUP');
  const stop = (signal: StopSignal): void => {
    if (!loading) {
      drain.abort(signal);
      release();
      say('Stopping; nothing was sent yet.');
    } else if (!drain.signal.aborted) {
      drain.abort(signal);
      say('No new orders; waiting for those that were sent. Press Ctrl-C again to leave at once.');
    } else {
      leave.abort(signal);
      release();
      say(leaving);
    }
  };
  for (const signal of stopping) process.on(signal, stop);
  if (hangUp !== undefined) process.on('SIGHUP', hangUp);
  return {
    drain: drain.signal,
    leave: leave.signal,
    loadBegins() {
      if (drain.signal.aborted) throw new StoppedBeforeLoad(drain.signal.reason as StopSignal);
      loading = true;
    },
    release,
  };
}
