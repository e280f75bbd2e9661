import {
  Dollars,
  NoUnit,
  PercentUnit,
  RequestsPerSecond,
  Seconds,
  Short,
} from '@grafana/grafana-foundation-sdk/units';

/** Grafana's names of the units on the dashboards. */
export const units = {
  seconds: Seconds,
  /** 0 to 1, shown as a percentage. */
  share: PercentUnit,
  callsPerSecond: RequestsPerSecond,
  usd: Dollars,
  count: Short,
  none: NoUnit,
  /** `suffix:` is Grafana's way to say a unit that it does not know. */
  ordersPerSecond: 'suffix:orders/s',
  /** A multiple: a burn rate of 2 spends the budget twice as fast as it lasts. */
  times: 'suffix:×',
} as const;
