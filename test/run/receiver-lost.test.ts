import { expect, test } from 'vitest';
import { ReceiverThread } from '../../src/receiver/receiver-thread.js';
import { withRig } from './rig.js';

test('a run whose webhook endpoint is lost sends no further order, and is invalid for it', async () => {
  await withRig({ speed: 1000 }, async (rig) => {
    const receiverThread = new ReceiverThread();
    const profile = rig.profile({
      load: { arrivals: 'uniform', stages: [{ rate: '100/s', for: '30s' }] },
      deadline: '2s',
    });
    const { result } = await rig.run(profile, {
      receiverThread,
      beforeLoad({ tracker }) {
        const whenSent = setInterval(() => {
          if (tracker.counters.sent < 10) return;
          clearInterval(whenSent);
          void receiverThread.close();
        }, 10);
      },
    });
    expect(result.ledger.planned).toBeLessThan(3_000);
    expect(result.ledger).toMatchObject({ balanced: true, open: 0 });
    expect(result.verdict.result).toBe('invalid');
    expect(result.verdict.reasons).toContain(
      'the thread of the webhook receiver ended, so the load was stopped',
    );
  });
});
