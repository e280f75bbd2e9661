import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What the writer needs of a file. Everything rejects when it can't be done. */
export interface JournalFile {
  /** Adds the bytes at the end and settles when the system has all of them. */
  write(bytes: Buffer): Promise<void>;
  /** Settles when everything written is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A journal in the file system. */
class SystemFile implements JournalFile {
  constructor(private readonly handle: FileHandle) {}

  async write(bytes: Buffer): Promise<void> {
    await this.handle.appendFile(bytes);
    // The system goes on taking what is written to a file that has no name any more, and nobody would ever find it.
    const { nlink } = await this.handle.stat();
    if (nlink === 0) throw new Error('the file was deleted while it was written');
  }

  sync(): Promise<void> {
    return this.handle.datasync();
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

/** Makes a journal's file, which nobody but its owner can read. Rejects when there is one already. */
export async function createFile(path: string): Promise<JournalFile> {
  return new SystemFile(await open(path, 'ax', 0o600));
}

/**
 * Opens a journal's file to go on behind its first `bytes` bytes; what is there beyond them is cut off. Rejects when it
 * has fewer.
 */
export async function openFileAt(path: string, bytes: number): Promise<JournalFile> {
  const handle = await open(path, constants.O_WRONLY | constants.O_APPEND);
  try {
    const { size } = await handle.stat();
    if (size < bytes)
      throw new Error(`${path} has ${size} bytes; wanted at least the ${bytes} that were read`);
    if (size > bytes) await handle.truncate(bytes);
    return new SystemFile(handle);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** What systems say that can't sync a folder, or need not. */
const notForFolders: ReadonlySet<string> = new Set(['EINVAL', 'EISDIR', 'EPERM', 'ENOTSUP']);

/** Puts a new file's name on the disk: without it a power loss could leave the bytes and take the name. */
export async function syncName(path: string): Promise<void> {
  for (const folder of [dirname(path), dirname(dirname(path))]) await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, constants.O_RDONLY);
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!notForFolders.has(code ?? '')) throw error;
  }
}
