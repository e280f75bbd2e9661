import type { MetricFamily } from './metric-family.js';
import type { RunSample, SampledRun, SampledSeries } from './sampled-run.js';

/** About how long a piece is, in characters: a fraction of a millisecond's work. */
const pieceLength = 64 * 1024;

/**
 * The samples of a run as OpenMetrics text with time stamps, piece by piece, so that whoever writes it need not hold it whole nor
 * stop everything else for long. `common`: labels that each series has besides its own.
 *
 * Only what Prometheus reads from it is promised: https://github.com/OpenObservability/OpenMetrics/blob/main/specification/OpenMetrics.md
 */
export function* openMetricsText(
  run: SampledRun,
  common: Readonly<Record<string, string>>,
): Generator<string> {
  // A copy, since the run may go on while somebody writes.
  const samples = [...run.samples];
  const instants = samples.map(({ atMs }) => (atMs / 1000).toFixed(3));
  for (const { family, metrics } of run.families()) {
    yield familyHead(family);
    for (const series of metrics) yield* metricLines(series, samples, instants, common);
  }
  yield '# EOF\n';
}

/** The family of a counter goes without `_total`, which its series have. */
function familyHead({ name, type, help }: MetricFamily): string {
  const told = `foxload_${type === 'counter' ? name.replace(/_total$/, '') : name}`;
  return `# TYPE ${told} ${type}\n# HELP ${told} ${escaped(help)}\n`;
}

/** Instant by instant, since the format wants the parts of a histogram side by side. */
function* metricLines(
  series: readonly SampledSeries[],
  samples: readonly RunSample[],
  instants: readonly string[],
  common: Readonly<Record<string, string>>,
): Generator<string> {
  const heads = series.map(({ name, labels }) => `${name}{${labelText({ ...common, ...labels })}} `);
  let text = '';
  for (const [index, { values }] of samples.entries()) {
    series.forEach(({ place }, which) => {
      const value = values[place];
      if (value !== undefined && !Number.isNaN(value))
        text += `${heads[which]}${numberText(value)} ${instants[index]}\n`;
    });
    if (text.length < pieceLength) continue;
    yield text;
    text = '';
  }
  yield text;
}

function labelText(labels: Readonly<Record<string, string | number>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(String(value))}"`)
    .join(',');
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}
