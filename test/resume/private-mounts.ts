import { WatchedProcess } from '../support/foxload-process.js';

/** How to get mounts of one's own: as root, or as root of a user namespace. */
const ways: readonly (readonly string[])[] = [
  ['unshare', '--mount'],
  ['unshare', '--map-root-user', '--mount'],
];

let refusal = '';

/**
 * The program, with its first arguments, under which a command may mount file systems that nobody else sees; null where this
 * machine does not allow that.
 */
export async function privateMounts(): Promise<readonly string[] | null> {
  for (const [program = '', ...args] of ways) {
    try {
      const script = 'mount -t tmpfs tmpfs /mnt';
      const { code, stderr } = await new WatchedProcess(program, [...args, 'bash', '-c', script], {}).ended;
      if (code === 0) return [program, ...args];
      refusal = stderr.trim();
    } catch (error) {
      refusal = error instanceof Error ? error.message : String(error);
    }
  }
  // A machine that vouches for the project may forbid mounts, but nothing else may go wrong with them.
  if (process.env.FOXLOAD_REQUIRE_TOOLS === '1' && !/permission denied|not permitted/i.test(refusal))
    throw new Error(`no file system can be mounted: ${refusal}`);
  return null;
}

/** Why there are no private mounts. */
export function mountRefusal(): string {
  return `file systems can't be mounted here: ${refusal}`;
}
