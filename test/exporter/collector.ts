import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Point {
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue: string } }[];
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
  readonly asDouble?: number;
  readonly count?: number;
  readonly sum?: number;
  readonly bucketCounts?: readonly number[];
  readonly explicitBounds?: readonly number[];
}

interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly gauge?: { readonly dataPoints: readonly Point[] };
  readonly sum?: {
    readonly aggregationTemporality: number;
    readonly isMonotonic: boolean;
    readonly dataPoints: readonly Point[];
  };
  readonly histogram?: { readonly aggregationTemporality: number; readonly dataPoints: readonly Point[] };
}

/** One export, as OTLP/JSON says it. */
export interface OtlpRequest {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: Point['attributes'] };
    readonly scopeMetrics: readonly { readonly metrics: readonly Metric[] }[];
  }[];
}

/** What stands for an OpenTelemetry collector: it takes what comes, and keeps it. */
export interface Collector {
  readonly url: string;
  readonly taken: readonly {
    readonly path: string;
    readonly headers: IncomingHttpHeaders;
    readonly request: OtlpRequest;
  }[];
  close(): Promise<void>;
}

/** Opens a collector that answers each export with `status`. */
export async function startCollector(status = 200): Promise<Collector> {
  const taken: Collector['taken'][number][] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { url: path = '', headers } = request;
    taken.push({ path, headers, request: JSON.parse(Buffer.concat(chunks).toString()) as OtlpRequest });
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function labelText(attributes: Point['attributes'], le?: string): string {
  const told = attributes.map(({ key, value }) => `${key}="${value.stringValue}"`);
  const all = le === undefined ? told : [...told, `le="${le}"`];
  return all.length === 0 ? '' : `{${all.join(',')}}`;
}

/** The series that Prometheus would make of it: `name{labels}` to its value. */
export function seriesOfOtlp({ resourceMetrics }: OtlpRequest): Map<string, number> {
  const series = new Map<string, number>();
  for (const { name, gauge, sum, histogram } of resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? []) {
    for (const { attributes, asDouble } of (gauge ?? sum)?.dataPoints ?? [])
      series.set(`${name}${labelText(attributes)}`, asDouble ?? Number.NaN);
    for (const point of histogram?.dataPoints ?? []) {
      let upTo = 0;
      (point.bucketCounts ?? []).forEach((count, place) => {
        upTo += count;
        const le = String(point.explicitBounds?.[place] ?? '+Inf');
        series.set(`${name}_bucket${labelText(point.attributes, le)}`, upTo);
      });
      series.set(`${name}_sum${labelText(point.attributes)}`, point.sum ?? Number.NaN);
      series.set(`${name}_count${labelText(point.attributes)}`, point.count ?? Number.NaN);
    }
  }
  return series;
}
