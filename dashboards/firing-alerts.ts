/** The alerts of foxload's rules that are firing, each a series with the value 1. One without an environment or a job is everybody's. */
export const firingAlerts = {
  promql: 'ALERTS{alertname=~"Foxload.+", alertstate="firing", environment=~"$environment|", job=~"$job|"}',
  mayBeEmpty: 'no alert fires while all is well',
} as const;
