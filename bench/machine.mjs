import { availableParallelism, cpus, totalmem } from 'node:os';

/** What the figures were measured on, in one line. */
export function machine() {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores of ${model}, ${gigabytes} GiB, Node ${process.version}, ${process.platform}`;
}
