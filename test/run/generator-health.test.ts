import { afterEach, describe, expect, it } from 'vitest';
import { GeneratorHealth } from '../../src/run/generator-health.js';
import { ManualClock } from '../journal/manual-clock.js';

const watched: GeneratorHealth[] = [];
afterEach(() => {
  for (const health of watched.splice(0)) health.stop();
});

function healthOn(clock: ManualClock, spanMs?: number): GeneratorHealth {
  const health = new GeneratorHealth(clock, spanMs);
  watched.push(health);
  return health;
}

describe('the health of the generator', () => {
  it('says nothing of the receiver before the first webhook, and has no cpu time over no time', () => {
    const { receiverP99Ms, cpuRatio } = healthOn(new ManualClock()).reading();
    expect([receiverP99Ms, cpuRatio]).toEqual([null, 0]);
  });

  it('of a run is that of its whole length', () => {
    const clock = new ManualClock();
    const health = healthOn(clock);
    health.handledWebhook(80);
    clock.turnTo(10_000_000);
    health.handledWebhook(1);
    expect(health.reading().receiverP99Ms).toBeCloseTo(80, 0);
  });

  it('of a process without an end forgets a bad span two spans later, and no sooner', () => {
    const clock = new ManualClock();
    const health = healthOn(clock, 1000);
    health.handledWebhook(80);
    clock.turnTo(1500);
    health.handledWebhook(1);
    expect(health.reading().receiverP99Ms).toBeCloseTo(80, 0);
    clock.turnTo(2600);
    health.handledWebhook(2);
    expect(health.reading().receiverP99Ms).toBeCloseTo(2, 1);
  });

  it('tells of the later one of the two event loops', () => {
    const clock = new ManualClock();
    const health = healthOn(clock, 1000);
    health.receiverLate([0, 0, 90]);
    expect(health.reading().loopDelayP99Ms).toBeCloseTo(90, 0);
    clock.turnTo(1500);
    health.receiverLate([0]);
    clock.turnTo(2600);
    health.receiverLate([0]);
    // What is left is the one of this thread.
    expect(health.reading().loopDelayP99Ms).toBeLessThan(90);
  });

  it('keeps what the span before knew while the present one knows nothing', () => {
    const clock = new ManualClock();
    const health = healthOn(clock, 1000);
    health.handledWebhook(7);
    clock.turnTo(1001);
    expect(health.reading().receiverP99Ms).toBeCloseTo(7, 1);
  });
});
