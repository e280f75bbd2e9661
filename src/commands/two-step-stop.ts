/** The two ways in which a user can end a run early. */
export interface TwoStepStop {
  readonly drain: AbortSignal;
  readonly leave: AbortSignal;
  /** Gives the signals back to Node. */
  release(): void;
}

/**
 * First Ctrl-C (or SIGTERM): no new orders, those sent are waited for. Second: the report is written from what is
 * known. `say` tells the user what the signal did.
 */
export function twoStepStop(say: (line: string) => void): TwoStepStop {
  const drain = new AbortController();
  const leave = new AbortController();
  const stop = (signal: NodeJS.Signals): void => {
    if (!drain.signal.aborted) {
      drain.abort(signal);
      say('No new orders; waiting for those that were sent. Press Ctrl-C again to leave at once.');
      return;
    }
    leave.abort(signal);
    say('Leaving; writing the report from what is known.');
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    drain: drain.signal,
    leave: leave.signal,
    release() {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
