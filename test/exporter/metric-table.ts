import { histogramSamples, plainSamples } from '../../src/exporter/carried-samples.js';
import { metricFamilies } from '../../src/exporter/metric-families.js';
import type { MetricFamily } from '../../src/exporter/metric-family.js';
import { readingOfEverySeries } from './every-series.js';

/** Labels whose values come from the run, and are no closed list. */
const open = new Set(['version', 'node_version', 'run_id', 'profile', 'mode', 'dialect', 'slo']);

/** Every metric as a row of a table in Markdown: what it is, which labels it has with which values, what it means. */
export function metricTable(): string {
  const reading = readingOfEverySeries(['delivery within 45s for 95% over 7d', 'success for 90% over 7d']);
  const rows = metricFamilies.map((family) => {
    const samples =
      family.type === 'histogram' ? histogramSamples(family, reading) : plainSamples(family, reading);
    const labels = family.labels.map((label) =>
      labelText(
        label,
        samples.map((sample) => sample.labels[label] ?? ''),
      ),
    );
    return `| \`${family.name}\` | ${family.type} | ${labels.join(' · ') || '–'} | ${meaning(family)} |`;
  });
  return ['| metric | type | labels | meaning |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function labelText(label: string, values: readonly string[]): string {
  return open.has(label) ? `\`${label}\`` : `\`${label}\` (${[...new Set(values)].join(', ')})`;
}

function meaning({ help }: MetricFamily): string {
  return help.replaceAll('|', '\\|');
}
