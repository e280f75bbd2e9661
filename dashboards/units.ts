/** Grafana's names of the units on the dashboards. */
export const units = {
  seconds: 's',
  /** 0 to 1, shown as a percentage. */
  share: 'percentunit',
  ordersPerSecond: 'suffix:orders/s',
  callsPerSecond: 'reqps',
  usd: 'currencyUSD',
  count: 'short',
  /** A multiple: a burn rate of 2 spends the budget twice as fast as it lasts. */
  times: 'suffix:×',
  none: 'none',
} as const;
