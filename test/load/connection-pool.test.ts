import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { monotonicClock } from '../../src/clock.js';
import { AttemptTimeouts } from '../../src/load/attempt-timeouts.js';
import type { ConnectionPool } from '../../src/load/connection-pool.js';
import { type AttemptOutcome, HttpAttempt } from '../../src/load/http-attempt.js';
import { ManualClock } from '../journal/manual-clock.js';
import { apiServer, deadAddress, json, pool } from './api-server.js';

const request = { method: 'GET', path: '/', headers: {}, body: null } as const;

function attempt(to: ConnectionPool, timeoutMs = 10_000): Promise<AttemptOutcome> {
  return new Promise((ended) => {
    new HttpAttempt(to, request, new AttemptTimeouts(monotonicClock, timeoutMs), { ended });
  });
}

function statuses(outcomes: readonly AttemptOutcome[]): (number | string)[] {
  return outcomes.map((outcome) => (outcome.kind === 'answer' ? outcome.status : outcome.cause));
}

/** The library uses a connection again only when the event loop has come round. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('the pool of connections', () => {
  it('opens no more connections than it may, and every request gets its turn', async () => {
    const sockets = new Set<unknown>();
    let atOnce = 0;
    let most = 0;
    const { url } = await apiServer((response) => {
      sockets.add(response.socket);
      atOnce += 1;
      most = Math.max(most, atOnce);
      setImmediate(() => {
        atOnce -= 1;
        json(response, 200, {});
      });
    });
    const three = pool(url, { connections: 3 });
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => attempt(three)));
    expect(statuses(outcomes)).toEqual(Array(50).fill(200));
    expect(sockets.size).toBe(3);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('uses one connection again and again while there is one request at a time', async () => {
    const sockets = new Set<unknown>();
    const { url } = await apiServer((response) => {
      sockets.add(response.socket);
      json(response, 200, {});
    });
    const many = pool(url, { connections: 10 });
    for (let count = 0; count < 20; count += 1) {
      expect(statuses([await attempt(many)])).toEqual([200]);
      await turns();
    }
    expect(sockets.size).toBe(1);
  });

  it('uses one alone of those that it has opened, and each of them when they have rested for a second', async () => {
    const sockets: unknown[] = [];
    const waiting: ServerResponse[] = [];
    const { url } = await apiServer((response) => {
      sockets.push(response.socket);
      waiting.push(response);
      if (waiting.length < 4) return;
      for (const one of waiting) if (!one.writableEnded) json(one, 200, {});
    });
    const clock = new ManualClock();
    const four = pool(url, { connections: 10, clock });
    await Promise.all(Array.from({ length: 4 }, () => attempt(four)));
    const opened = new Set(sockets);
    expect(opened.size).toBe(4);
    const oneByOne = async (times: number) => {
      sockets.length = 0;
      for (let count = 0; count < times; count += 1) {
        await turns();
        expect(statuses([await attempt(four)])).toEqual([200]);
      }
      return new Set(sockets);
    };
    expect((await oneByOne(4)).size).toBe(1);
    await turns();
    clock.turnTo(1_000);
    expect(await oneByOne(4)).toEqual(opened);
    await turns();
    clock.turnTo(3_000);
    expect((await oneByOne(4)).size).toBe(1);
  });

  it('grows by 128 connections at once, then by one a millisecond, and those who came first are served first', async () => {
    const held: ServerResponse[] = [];
    const sockets = new Set<unknown>();
    let seen = 0;
    let until = { count: 128, reached: () => {} };
    const hasSeen = (count: number) =>
      new Promise<void>((reached) => {
        until = { count, reached };
        if (seen >= count) reached();
      });
    const { url } = await apiServer((response) => {
      sockets.add(response.socket);
      held.push(response);
      seen += 1;
      if (seen >= until.count) until.reached();
    });
    const clock = new ManualClock();
    const many = pool(url, { connections: 1_000, clock });
    const ends: number[] = [];
    const send = (number: number) =>
      attempt(many).then((outcome) => {
        ends.push(number);
        return outcome;
      });
    const outcomes = Array.from({ length: 150 }, (_, number) => send(number));
    await hasSeen(128);
    expect(sockets.size).toBe(128);
    clock.turnTo(5);
    // It comes last, and opens for those that wait longer.
    outcomes.push(send(150));
    await hasSeen(133);
    expect(sockets.size).toBe(133);
    for (const response of held.splice(0)) json(response, 200, {});
    expect(statuses(await Promise.all(outcomes.slice(0, 133)))).toEqual(Array(133).fill(200));
    expect(ends.length).toBe(133);
    await hasSeen(151);
    for (const response of held.splice(0)) json(response, 200, {});
    expect(statuses(await Promise.all(outcomes))).toEqual(Array(151).fill(200));
    expect(sockets.size).toBe(133);
  });

  it('goes on after connections that were cut, refused or too slow', async () => {
    let calls = 0;
    const { url } = await apiServer((response) => {
      calls += 1;
      if (calls <= 2) response.socket?.destroy();
      else if (calls > 4) json(response, 200, {});
    });
    const two = pool(url, { connections: 2 });
    expect(statuses(await Promise.all([attempt(two), attempt(two)]))).toEqual(['network', 'network']);
    expect(statuses(await Promise.all([attempt(two, 50), attempt(two, 50)]))).toEqual(['timeout', 'timeout']);
    const last = await Promise.all([attempt(two), attempt(two), attempt(two)]);
    expect(statuses(last)).toEqual([200, 200, 200]);
    const nobody = pool(await deadAddress(), { connections: 1 });
    const refused = await Promise.all([attempt(nobody), attempt(nobody), attempt(nobody)]);
    expect(statuses(refused)).toEqual(['network', 'network', 'network']);
  });

  it('ends what is under way and what waits when it is destroyed, and refuses what comes then', async () => {
    const arrived: (() => void)[] = [];
    const asked = new Promise<void>((resolve) => arrived.push(resolve));
    const { url } = await apiServer(() => arrived[0]?.());
    const one = pool(url, { connections: 1 });
    const outcomes = [attempt(one), attempt(one), attempt(one)];
    await asked;
    await one.destroy();
    expect(statuses(await Promise.all(outcomes))).toEqual(['network', 'network', 'network']);
    expect(statuses([await attempt(one)])).toEqual(['network']);
  });
});
