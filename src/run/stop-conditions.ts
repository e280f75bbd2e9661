import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EarlyEnd } from './early-end.js';
import type { Measurement } from './measurement.js';

/** When this many webhooks came and not one could be verified, the load ends: it could not be measured. */
const hopelessForgeries = 50;

/** A file of this name in the run's folder stops the load, whoever puts it there. */
export const stopFile = 'STOP';

/** Tells why the load must end early; null while it may go on. */
export function stopConditions({ tracker }: Measurement, folder: string): () => EarlyEnd | null {
  const file = join(folder, stopFile);
  return () => {
    const { webhooks } = tracker.counters;
    if (webhooks.forged >= hopelessForgeries && webhooks.accepted === 0) {
      const sentence = `the first ${webhooks.forged} webhooks failed verification, so the load was stopped`;
      return { cause: 'instrument', sentence };
    }
    if (!existsSync(file)) return null;
    return { cause: 'user', sentence: `the file ${stopFile} in the run's folder ended the load` };
  };
}
