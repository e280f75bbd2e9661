import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SandboxReply, SandboxStartMessage } from '../sandbox/sandbox-process.js';
import { StartError } from './start-error.js';

/** The simulator in a process of its own, so that its work can't delay what is measured. */
export interface EmbeddedSandbox {
  readonly url: string;
  /** Settles with a sentence when the process ended without being asked to. */
  readonly died: Promise<string>;
  close(): Promise<void>;
}

const entry = fileURLToPath(new URL('../sandbox/sandbox-process.js', import.meta.url));

/** Starts the simulator. Rejects with a StartError when it can't listen. */
export async function startEmbeddedSandbox(
  options: SandboxStartMessage['options'],
): Promise<EmbeddedSandbox> {
  const child = fork(entry, [], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const lastWords = firstErrorLine(child);
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(`the embedded sandbox ended (${signal ?? `exit code ${code}`}${lastWords()})`),
    );
  });
  const url = await Promise.race([
    firstReply(child, options),
    exited.then((why) => Promise.reject(new StartError(why))),
  ]);
  return { url, died: exited, close: () => closed(child, exited) };
}

/** What a simulator that crashes says of itself, without its stack: the first line that names an error. */
function firstErrorLine(child: ChildProcess): () => string {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    words = (words + chunk).slice(0, 10_000);
  });
  return () => {
    const line = words.split('\n').find((candidate) => /^\w*Error: /.test(candidate));
    return line === undefined ? '' : `: ${line}`;
  };
}

function firstReply(child: ChildProcess, options: SandboxStartMessage['options']): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('message', (reply: SandboxReply) => {
      if (reply.type === 'listening') resolve(reply.url);
      else reject(new StartError(`the embedded sandbox could not start: ${reply.message}`));
    });
    child.send({ type: 'start', options } satisfies SandboxStartMessage);
  });
}

async function closed(child: ChildProcess, exited: Promise<string>): Promise<void> {
  if (child.connected) child.send({ type: 'stop' });
  await exited;
}
