import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Profile } from '../profile/profile.js';
import type { SandboxReply, SandboxStartMessage } from '../sandbox/sandbox-process.js';
import type { Credentials } from './credentials.js';
import { StartError } from './start-error.js';

const entry = fileURLToPath(new URL('../sandbox/sandbox-process.js', import.meta.url));

/**
 * The simulator's process, from its fork on. It loads by itself, so that whoever knows early that a simulator will be
 * wanted can fork it first, and prepare the rest meanwhile.
 */
export class SandboxProcess {
  readonly #child: ChildProcess = fork(entry, [], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  /** Settles with a sentence when the process has ended. */
  readonly ended: Promise<string>;

  constructor() {
    const lastWords = firstErrorLine(this.#child);
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) =>
        resolve(`the embedded sandbox ended (${signal ?? `exit code ${code}`}${lastWords()})`),
      );
    });
  }

  /** Starts the simulator of a profile, once; gives its address. Rejects with a StartError when it can't listen. */
  start(profile: Profile, credentials: Credentials, webhookUrl: string): Promise<string> {
    return Promise.race([
      this.#listening(startMessage(profile, credentials, webhookUrl)),
      this.ended.then((why) => Promise.reject(new StartError(why))),
    ]);
  }

  /** Ends the process, whether a simulator was started or not. */
  async close(): Promise<void> {
    if (this.#child.connected) this.#child.send({ type: 'stop' });
    await this.ended;
  }

  #listening(message: SandboxStartMessage): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#child.once('message', (reply: SandboxReply) => {
        if (reply.type === 'listening') resolve(reply.url);
        else reject(new StartError(`the embedded sandbox could not start: ${reply.message}`));
      });
      this.#child.send(message);
    });
  }
}

function startMessage(
  { sandbox, target, receiver }: Profile,
  { apiKey, webhookSecret }: Credentials,
  webhookUrl: string,
): SandboxStartMessage {
  return {
    type: 'start',
    options: {
      ...sandbox,
      dialect: target.dialect,
      signature: receiver.signature,
      host: '127.0.0.1',
      port: 0,
      apiKeys: [apiKey],
      webhookUrl,
      webhookSecret: webhookSecret.toString('base64'),
    },
  };
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
