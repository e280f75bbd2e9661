import { countedText } from '../report/figure-text.js';
import { StartError } from '../run/start-error.js';

/** How a command line names the runs of two sides. */
export interface SidesGiven {
  /** Without a flag. */
  readonly runs: readonly string[];
  /** How many of `runs` stand before `--`; null where there is none. */
  readonly headsAfter: number | null;
  /** By `--base` and `--head`. */
  readonly base: readonly string[];
  readonly head: readonly string[];
}

export interface SidesAsked {
  readonly base: readonly string[];
  readonly head: readonly string[];
}

const wanted = 'wanted one base and one head, or several as --base RUN --base RUN --head RUN --head RUN';

/**
 * Which run belongs to which side: `a b`, `a b -- c d`, or flags. Throws a StartError where that is not clear.
 */
export function comparedSides({ runs, headsAfter, base, head }: SidesGiven): SidesAsked {
  if (base.length + head.length > 0) {
    if (runs.length > 0) throw new StartError(`${runs.join(' ')} stands without --base or --head; ${wanted}`);
    return complete({ base, head });
  }
  if (headsAfter !== null) return complete({ base: runs.slice(0, headsAfter), head: runs.slice(headsAfter) });
  if (runs.length !== 2)
    throw new StartError(`${countedText(runs.length, 'run is', 'runs are')} given; ${wanted}`);
  return { base: runs.slice(0, 1), head: runs.slice(1) };
}

function complete(sides: SidesAsked): SidesAsked {
  if (sides.base.length > 0 && sides.head.length > 0) return sides;
  throw new StartError(`no run is given as ${sides.base.length === 0 ? 'base' : 'head'}; ${wanted}`);
}
