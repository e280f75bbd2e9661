import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { plans } from './boards.js';
import { promtool } from './prometheus.js';
import { canStart } from './required-program.js';

interface Service {
  readonly image: string;
  readonly network_mode: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<'prometheus' | 'alertmanager' | 'grafana', Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const folder = fileURLToPath(new URL('../../grafana/', import.meta.url));
const yaml = (path: string) => parse(readFileSync(join(folder, path), 'utf8'));
const compose = yaml('compose.yaml') as Compose;
const services = Object.entries(compose.services).map(([name, service]) => ({ name, ...service }));

/** What a container has from this project: where it is here, and where there. */
function mounts({ volumes }: Pick<Service, 'volumes'>): { here: string; there: string; mode: string }[] {
  return volumes
    .map((volume) => volume.split(':'))
    .filter(([here = '']) => here.startsWith('.'))
    .map(([here = '', there = '', mode = '']) => ({ here, there, mode }));
}

/** The file of this project that a container sees at a path. */
function fileAt(service: Pick<Service, 'volumes'>, path: string): string {
  const mount = mounts(service).find(({ there }) => path.startsWith(`${there}/`) || path === there);
  if (mount === undefined) throw new Error(`nothing is mounted at ${path}`);
  return join(folder, mount.here, posix.relative(mount.there, path));
}

function listeningOn({ command = [] }: Service, flag: string): string | undefined {
  return command.find((part) => part.startsWith(`--${flag}=`))?.slice(flag.length + 3);
}

describe('grafana/compose.yaml', () => {
  const { prometheus, alertmanager, grafana } = compose.services;

  it('starts three programs, each in a version that stays what it is', () => {
    expect(services.map(({ name, image }) => [name, image])).toEqual([
      ['prometheus', expect.stringMatching(/^prom\/prometheus:v\d+\.\d+\.\d+$/)],
      ['alertmanager', expect.stringMatching(/^prom\/alertmanager:v\d+\.\d+\.\d+$/)],
      ['grafana', expect.stringMatching(/^grafana\/grafana:\d+\.\d+\.\d+$/)],
    ]);
  });

  it('lets nobody else on: each listens on the loopback address of the host alone', () => {
    expect(services.map(({ network_mode }) => network_mode)).toEqual(['host', 'host', 'host']);
    expect(listeningOn(prometheus, 'web.listen-address')).toBe('127.0.0.1:9090');
    expect(listeningOn(alertmanager, 'web.listen-address')).toBe('127.0.0.1:9093');
    expect(listeningOn(alertmanager, 'cluster.listen-address')).toBe('');
    expect(grafana.environment).toMatchObject({
      GF_SERVER_HTTP_ADDR: '127.0.0.1',
      GF_SERVER_HTTP_PORT: '3000',
    });
  });

  it('lets whoever is here look, and nobody change anything', () => {
    expect(grafana.environment).toMatchObject({
      GF_AUTH_ANONYMOUS_ENABLED: 'true',
      GF_AUTH_ANONYMOUS_ORG_ROLE: 'Viewer',
      GF_AUTH_DISABLE_LOGIN_FORM: 'true',
      GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: 'true',
    });
    expect(services.flatMap(mounts).map(({ mode }) => mode)).toEqual(['ro', 'ro', 'ro', 'ro']);
  });

  it('mounts only what is there, and keeps its data in volumes that it declares', () => {
    for (const { here } of services.flatMap(mounts))
      expect(statSync(join(folder, here)).isDirectory()).toBe(true);
    const kept = services.flatMap(({ volumes }) => volumes.filter((volume) => !volume.startsWith('.')));
    expect(kept.map((volume) => volume.split(':')[0])).toEqual(Object.keys(compose.volumes));
  });

  it('gives each program its configuration', () => {
    expect(fileAt(prometheus, listeningOn(prometheus, 'config.file') ?? '')).toBe(
      join(folder, 'prometheus.yml'),
    );
    expect(fileAt(alertmanager, listeningOn(alertmanager, 'config.file') ?? '')).toBe(
      join(folder, 'alertmanager.yml'),
    );
    expect(existsSync(join(folder, 'prometheus.yml')) && existsSync(join(folder, 'alertmanager.yml'))).toBe(
      true,
    );
    const home = grafana.environment?.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH ?? '';
    expect(fileAt(grafana, home)).toBe(join(folder, 'dashboards/foxload-service-level.json'));
  });

  it('lets Grafana find Prometheus, Alertmanager and the dashboards', () => {
    expect(fileAt(grafana, '/etc/grafana/provisioning/datasources')).toBe(
      join(folder, 'provisioning/datasources'),
    );
    const { datasources } = yaml('provisioning/datasources/foxload.yml') as {
      datasources: { type: string; url: string }[];
    };
    expect(datasources.map(({ type, url }) => [type, url])).toEqual([
      ['prometheus', `http://${listeningOn(prometheus, 'web.listen-address')}`],
      ['alertmanager', `http://${listeningOn(alertmanager, 'web.listen-address')}`],
    ]);
    const { providers } = yaml('provisioning/dashboards/foxload.yml') as {
      providers: { options: { path: string } }[];
    };
    const found = providers.map(({ options }) => readdirSync(fileAt(grafana, options.path)).sort());
    expect(found).toEqual([plans.map(({ uid }) => `${uid}.json`).sort()]);
  });

  it('lets Grafana take rates over times that hold enough scrapes', () => {
    const { datasources } = yaml('provisioning/datasources/foxload.yml') as {
      datasources: { jsonData: { timeInterval?: string } }[];
    };
    const { global } = yaml('prometheus.yml') as { global: { scrape_interval: string } };
    expect(datasources[0]?.jsonData.timeInterval).toBe(global.scrape_interval);
  });

  it('lets Prometheus find Alertmanager', () => {
    const { alerting } = yaml('prometheus.yml') as {
      alerting: { alertmanagers: { static_configs: { targets: string[] }[] }[] };
    };
    const targets = alerting.alertmanagers.flatMap(({ static_configs }) =>
      static_configs.flatMap((each) => each.targets),
    );
    expect(targets).toEqual([listeningOn(alertmanager, 'web.listen-address')]);
  });
});

describe('the guide', () => {
  it('names each dashboard by the name that links use', () => {
    const guide = readFileSync(join(folder, 'README.md'), 'utf8');
    expect(plans.filter(({ uid }) => !guide.includes(`| \`${uid}\` |`)).map(({ uid }) => uid)).toEqual([]);
  });
});

describe.runIf(canStart('promtool'))('grafana/prometheus.yml', () => {
  it('is understood by Prometheus, with the rules that it names', () => {
    const { code, said } = promtool(['check', 'config', join(folder, 'prometheus.yml')]);
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/1 rule files found[\s\S]*SUCCESS: \d+ rules found/),
    ]);
  });
});

describe.runIf(canStart('amtool'))('grafana/alertmanager.yml', () => {
  it('is understood by Alertmanager', () => {
    const { status, stdout } = spawnSync('amtool', ['check-config', join(folder, 'alertmanager.yml')], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });
});
