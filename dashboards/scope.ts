/** The series that a dashboard looks at. Each function gives PromQL; `matchers` are written as in PromQL: `reason="spend"`. */
export interface Scope {
  /** The series as they are. */
  now(name: string, ...matchers: string[]): string;
  /**
   * Each series by its last value in the time that is shown, for one instant: of a run that is over, too. Series of which one at a
   * time is 1 need it, because over a time each of them was 1 at some instant.
   */
  last(name: string, ...matchers: string[]): string;
  /** By how much they grow a second. */
  rate(name: string, ...matchers: string[]): string;
  /** By how much they grew over a time, in Grafana's or PromQL's words. */
  increase(name: string, over: string, ...matchers: string[]): string;
}

/** What the variables at the top of every dashboard choose. A variable at All also takes series without its label. */
export const chosen = 'environment=~"$environment", job=~"$job", instance=~"$instance"';

/** A metric of foxload, restricted to what was chosen. `name` goes without the prefix. */
export function series(name: string, ...matchers: string[]): string {
  return `foxload_${name}{${[...matchers, chosen].join(', ')}}`;
}

/** Looks at each second, because the last word of a run is there for one scrape, and then its process is gone. */
function lastShown(vector: string): string {
  return `last_over_time(${vector}[$__range:1s])`;
}

/** Everything that was chosen, whichever run it came from. */
export const everyRun: Scope = {
  now: series,
  last: (name, ...matchers) => lastShown(series(name, ...matchers)),
  rate: (name, ...matchers) => `rate(${series(name, ...matchers)}[$__rate_interval])`,
  increase: (name, over, ...matchers) => `increase(${series(name, ...matchers)}[${over}])`,
};

/** Only `run_info` says which run a series comes from, so each is met with that of its own process, at the same instant. */
function ofChosenRun(vector: string): string {
  return `(${vector} and on (environment, job, instance) ${series('run_info', 'run_id=~"$run_id"')})`;
}

/** The run that was chosen, of everything that was. */
export const chosenRun: Scope = {
  now: (name, ...matchers) => ofChosenRun(everyRun.now(name, ...matchers)),
  last: (name, ...matchers) => lastShown(ofChosenRun(everyRun.now(name, ...matchers))),
  rate: (name, ...matchers) => ofChosenRun(everyRun.rate(name, ...matchers)),
  increase: (name, over, ...matchers) => ofChosenRun(everyRun.increase(name, over, ...matchers)),
};

/** Whose orders are added up: all instances of a job in an environment, as the rules do. */
export const service = ['environment', 'job'] as const;

/** How a service is called on a graph. */
export const serviceName = '{{environment}} {{job}}';

/** How a process is called on a graph. */
export const processName = '{{environment}} {{instance}}';
