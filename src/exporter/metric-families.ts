import { generatorFamilies } from './generator-families.js';
import { latencyFamilies } from './latency-families.js';
import type { MetricFamily } from './metric-family.js';
import { objectiveFamilies } from './objective-families.js';
import { orderFamilies } from './order-families.js';
import { runFamilies } from './run-families.js';
import { watchFamilies } from './watch-families.js';
import { webhookFamilies } from './webhook-families.js';

/** Every metric that foxload tells, in the order in which it is told: on the page, in the run's file and to a collector. */
export const metricFamilies: readonly MetricFamily[] = [
  ...runFamilies,
  ...orderFamilies,
  ...objectiveFamilies,
  ...latencyFamilies,
  ...webhookFamilies,
  ...generatorFamilies,
  ...watchFamilies,
];
