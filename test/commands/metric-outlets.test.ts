import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/free-port.mjs';
import { verdictExitCode } from '../../src/gate/verdict.js';
import { type Collector, seriesOfOtlp, startCollector } from '../exporter/collector.js';
import { foxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { artefactsIn } from './run-artefacts.js';
import { writtenProfile } from './written-profile.js';

const open: Collector[] = [];
afterEach(async () => {
  for (const collector of open.splice(0)) await collector.close();
});

async function shortRun(env: NodeJS.ProcessEnv = {}) {
  const folder = temporaryFolder();
  const reports = join(folder, 'reports');
  const profile = writtenProfile(folder);
  const ended = await foxload(['run', profile, '--reports', reports, '--metrics-port', '0'], { env });
  return { ended, artefacts: artefactsIn(reports) };
}

describe('a run without a metrics page', () => {
  it('leaves its metrics as a file, from before its first order to its verdict', async () => {
    const { id, files, result } = (await shortRun()).artefacts;
    const text = files['metrics.om'] ?? '';
    const valuesOf = (series: string) =>
      text
        .split('\n')
        .filter((line) => line.startsWith(`${series}`) && line.includes(`{job="foxload",instance="${id}"`))
        .map((line) => Number(line.split(' ')[1]));
    const planned = valuesOf('foxload_orders_planned_total');
    expect([planned[0], planned.at(-1)]).toEqual([0, result.ledger.planned]);
    const verdicts = text
      .split('\n')
      .filter((line) => line.includes(`verdict="${result.verdict.result}"} 1 `));
    expect(verdicts).not.toEqual([]);
    expect(text.endsWith('\n# EOF\n')).toBe(true);
  });

  it('sends them to a collector where the environment names one, with its last figures at the end', async () => {
    const collector = await startCollector();
    open.push(collector);
    const { ended, artefacts } = await shortRun({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=sesame-otlp',
    });
    const { result, files } = artefacts;
    expect(ended.code).toBe(verdictExitCode(result.verdict.result));
    const last = collector.taken.at(-1);
    expect(last?.headers['x-tenant']).toBe('sesame-otlp');
    const series = last === undefined ? new Map<string, number>() : seriesOfOtlp(last.request);
    expect(series.get('foxload_orders_planned_total')).toBe(result.ledger.planned);
    expect(series.get('foxload_order_delivery_seconds_count')).toBe(result.ledger.delivered);
    expect(series.get('foxload_run_phase{phase="done"}')).toBe(1);
    expect(JSON.stringify([ended.stdout, ended.stderr, files])).not.toContain('sesame-otlp');
  });

  it('goes on where the collector is down, and says so in one line', async () => {
    const { ended, artefacts } = await shortRun({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=sesame-otlp',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
      OTEL_METRIC_EXPORT_INTERVAL: '200',
    });
    expect(ended.code).toBe(verdictExitCode(artefacts.result.verdict.result));
    expect(ended.stderr.match(/.*OTLP.*/g)).toEqual([
      'the metrics could not be sent by OTLP (ECONNREFUSED); the run goes on',
    ]);
    expect(ended.stderr).not.toContain('sesame-otlp');
  });

  it('says what it can not do of what the environment asks for, and runs', async () => {
    const { ended } = await shortRun({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4317',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    });
    expect(ended.stderr).toContain(
      'no metrics are sent by OTLP: the OTLP protocol is grpc; wanted http/json, the only one that foxload speaks\n',
    );
    expect(ended.stdout).toContain('Ledger (balanced)');
  });
});
