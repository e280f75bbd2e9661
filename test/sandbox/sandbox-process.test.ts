import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxReply, SandboxStartMessage } from '../../src/sandbox/sandbox-process.js';
import { optionsWith, webhookSecret } from './sandbox-under-test.js';

// Node runs no TypeScript, so the process is the built one; `npm test` builds first.
const entry = fileURLToPath(new URL('../../dist/sandbox/sandbox-process.js', import.meta.url));

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function started(port = 0): Promise<{ child: ChildProcess; reply: SandboxReply }> {
  expect(existsSync(entry), 'built first: npm run build').toBe(true);
  const child = fork(entry, [], { execArgv: [] });
  children.push(child);
  const options = {
    ...optionsWith({ port, webhookUrl: null }),
    webhookSecret: webhookSecret.toString('base64'),
  };
  child.send({ type: 'start', options } satisfies SandboxStartMessage);
  const [reply] = (await once(child, 'message')) as [SandboxReply];
  return { child, reply };
}

function urlOf(reply: SandboxReply): string {
  if (reply.type !== 'listening') throw new Error(reply.message);
  return reply.url;
}

describe('the sandbox process', () => {
  it('listens, outlives a Ctrl-C, and ends when it is told to', async () => {
    const { child, reply } = await started();
    child.kill('SIGINT');
    expect((await fetch(`${urlOf(reply)}/sandbox/health`)).status).toBe(200);
    const exit = once(child, 'exit');
    child.send({ type: 'stop' });
    expect(await exit).toEqual([0, null]);
  });

  it('ends when its parent is gone', async () => {
    const { child } = await started();
    const exit = once(child, 'exit');
    child.disconnect();
    expect(await exit).toEqual([0, null]);
  });

  it('says why it could not start, and ends', async () => {
    const { reply } = await started();
    const second = await started(Number(new URL(urlOf(reply)).port));
    expect(second.reply).toMatchObject({ type: 'failed', code: 'EADDRINUSE' });
    if (second.child.exitCode === null) await once(second.child, 'exit');
    expect(second.child.exitCode).toBe(0);
  });
});
