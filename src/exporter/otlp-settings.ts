/** Whether and how metrics are pushed to an OpenTelemetry collector. */
export type OtlpSettings =
  | { readonly kind: 'off' }
  | { readonly kind: 'push'; readonly intervalMs: number; readonly timeoutMs: number }
  /** Asked for in a way that can't be done: `why` is one sentence, without any value, since those may be secrets. */
  | { readonly kind: 'unusable'; readonly why: string };

/** What the specification says where nothing is set. */
const defaults = { intervalMs: 60_000, timeoutMs: 10_000 } as const;

/**
 * No export takes longer than this, whatever is set: a collector that does not answer holds up the end of a run no longer. What
 * one export could not bring the next one does, since it tells everything anew.
 */
const longestExportMs = 5_000;

/**
 * What the environment says, by the names of OpenTelemetry: metrics are pushed where an endpoint is set and nothing switches it off.
 * Address, headers and certificates are read by the SDK itself.
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/ and …/configuration/sdk-environment-variables/
 */
export function otlpSettings(environment: NodeJS.ProcessEnv): OtlpSettings {
  const read = (...names: string[]) => names.map((name) => environment[name]?.trim()).find((text) => text);
  const endpoint = read('OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT');
  const exporters = read('OTEL_METRICS_EXPORTER')?.split(',') ?? ['otlp'];
  const isOff = read('OTEL_SDK_DISABLED')?.toLowerCase() === 'true' || !exporters.includes('otlp');
  if (endpoint === undefined || isOff) return { kind: 'off' };
  if (!isWebAddress(endpoint))
    return { kind: 'unusable', why: 'the OTLP endpoint is no http or https address' };
  const protocol = read('OTEL_EXPORTER_OTLP_METRICS_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL');
  if (protocol === 'grpc')
    return {
      kind: 'unusable',
      why: 'the OTLP protocol is grpc; wanted http/json, the only one that foxload speaks',
    };
  const timeout = read('OTEL_EXPORTER_OTLP_METRICS_TIMEOUT', 'OTEL_EXPORTER_OTLP_TIMEOUT');
  return {
    kind: 'push',
    intervalMs: positive(read('OTEL_METRIC_EXPORT_INTERVAL')) ?? defaults.intervalMs,
    timeoutMs: Math.min(positive(timeout) ?? defaults.timeoutMs, longestExportMs),
  };
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** As the specification wants it, what is no positive number counts as not set. */
function positive(text: string | undefined): number | null {
  const number = Number(text);
  return text !== undefined && Number.isFinite(number) && number > 0 ? number : null;
}
