import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

/** The built command line: tests run what users run. */
export const cliFile = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** How a process ended. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SpawnChoice {
  /** Added to an environment of nothing but the search path. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** A process group of its own, so that a signal can be sent to all of it. */
  readonly ownGroup?: boolean;
}

/** A child process whose output can be waited for. It does not outlive its test. */
export class WatchedProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';
  readonly #watchers: (() => void)[] = [];

  constructor(program: string, args: readonly string[], { env = {}, cwd, ownGroup = false }: SpawnChoice) {
    this.child = spawn(program, args, {
      env: { PATH: process.env.PATH, ...env },
      cwd,
      detached: ownGroup,
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#wake();
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
      this.#wake();
    });
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code, signal) => {
        resolve({ code, signal, stdout: this.#stdout, stderr: this.#stderr });
        this.#wake();
      });
    });
    onTestFinished(() => {
      if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    });
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Settles as soon as both streams together hold `pattern`; rejects when the process ends without. */
  async sees(pattern: RegExp): Promise<RegExpExecArray> {
    let over = false;
    void this.ended.then(() => {
      over = true;
    });
    for (;;) {
      const found = pattern.exec(this.#stdout) ?? pattern.exec(this.#stderr);
      if (found !== null) return found;
      if (over) throw new Error(`ended without ${pattern}:\n${this.#stdout}\n${this.#stderr}`);
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  /** Sends a signal to the process, or to its whole group. */
  kill(signal: NodeJS.Signals, group = false): void {
    const { pid } = this.child;
    if (pid === undefined) throw new Error('the process did not start');
    process.kill(group ? -pid : pid, signal);
  }

  #wake(): void {
    for (const wake of this.#watchers.splice(0)) wake();
  }
}

/** Starts `foxload` with these arguments. */
export function startFoxload(args: readonly string[], choice: SpawnChoice = {}): WatchedProcess {
  expect(existsSync(cliFile), 'built first: npm run build').toBe(true);
  return new WatchedProcess(process.execPath, [cliFile, ...args], choice);
}

/** Runs `foxload` with these arguments to its end. */
export function foxload(args: readonly string[], choice: SpawnChoice = {}): Promise<Ended> {
  return startFoxload(args, choice).ended;
}
