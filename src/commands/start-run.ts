import { readProfileFile } from '../profile/profile-file.js';
import { ReceiverThread } from '../receiver/receiver-thread.js';
import { SandboxProcess } from '../run/sandbox-process.js';
import type { RunFlags } from './run-command.js';

/**
 * `foxload run`: starts the webhook endpoint's thread before anything else is loaded, and the simulator where the profile seems to want
 * one, so that all of them load at once.
 */
export async function startRun(profileName: string, flags: RunFlags): Promise<number> {
  const file = readProfileFile(profileName);
  const sandboxProcess = seemsEmbedded(file.text) ? new SandboxProcess() : null;
  const receiverThread = new ReceiverThread();
  const { runCommand } = await import('./run-command.js');
  return runCommand(file, flags, { receiverThread, sandboxProcess });
}

/** A guess, made before the profile is parsed: when it is wrong, a process was started too many, or is started later. */
function seemsEmbedded(text: string): boolean {
  return !/\benvironment\W{1,4}(?:sandbox|production)\b/.test(text);
}
