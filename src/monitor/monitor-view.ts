import { provisionalJudgement } from '../run/run-judgement.js';
import type { RunView } from '../run/run-view.js';
import type { MonitoredProfile } from './monitored-profile.js';
import type { OpenMonitor } from './open-monitor.js';

/** The schedule of a monitor as a load: its mean rate, without end. */
function endlessLoad({ load, monitor }: MonitoredProfile): MonitoredProfile['load'] {
  const ratePerSecond = 1000 / monitor.everyMs;
  const stages = [{ kind: 'constant', ratePerSecond, durationMs: Number.POSITIVE_INFINITY }] as const;
  return { ...load, arrivals: 'uniform', stages };
}

/** A monitor as metrics and the live page see it. After a change of its profile there is another view, which begins anew. */
export function monitorView({ monitor, folder, balanceCents }: OpenMonitor, flow: RunView['flow']): RunView {
  const { clock, facts, profile } = monitor;
  const { measurement, spend } = monitor.fold;
  const { tracker, latency, objectives, selected, silence, pace, webhookTimes, health } = measurement;
  const judgement = () => {
    const generator = health.reading();
    return provisionalJudgement(profile, { tracker, latency, selected, silence, pace, spend, generator });
  };
  return {
    id: facts.id,
    folder,
    profile: { ...profile, load: endlessLoad(profile) },
    mode: 'monitor',
    target: facts.target,
    webhookUrl: facts.webhookUrl,
    balanceCents,
    tracker,
    latency,
    objectives,
    spend,
    webhookTimes,
    flow,
    kept: monitor.durable,
    verdict: () => judgement().verdict.result,
    judgement,
    generator: () => health.reading(),
    nowMs: () => clock.nowMs(),
    wallMs: (atMs) => clock.wallMs(atMs),
    lastWebhookMs: () => measurement.lastWebhookMs,
  };
}
