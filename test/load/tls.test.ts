import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { Pool } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { monotonicClock } from '../../src/clock.js';
import { AttemptTimeouts } from '../../src/load/attempt-timeouts.js';
import { type AttemptOutcome, HttpAttempt } from '../../src/load/http-attempt.js';

const names = (commonName: string) => [{ name: 'commonName', value: commonName }];
const pools: Pool[] = [];
let port = 0;
let ca = '';
let close = () => {};

/** A server for `api.example` and 127.0.0.1, with a certificate of an authority that nobody knows. */
beforeAll(async () => {
  const authority = await generate(names('An example authority'), {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, digitalSignature: true },
    ],
  });
  const own = await generate(names('api.example'), {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'api.example' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  ca = authority.cert;
  const server = createServer({ key: own.private, cert: own.cert }, (_request, response) => {
    response.writeHead(200).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  close = () => {
    server.close();
    server.closeAllConnections();
  };
});

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.destroy()));
  close();
});

function attempt(connect: Pool.Options['connect'] & object): Promise<AttemptOutcome> {
  const pool = new Pool(`https://127.0.0.1:${port}`, { connect });
  pools.push(pool);
  const request = { method: 'GET', path: '/', headers: {}, body: null } as const;
  return new Promise((resolve) => {
    new HttpAttempt(pool, request, new AttemptTimeouts(monotonicClock, 10_000), { ended: resolve });
  });
}

it('a certificate of an unknown authority is refused', async () => {
  expect(await attempt({})).toMatchObject({
    kind: 'no_answer',
    cause: 'network',
    explanation: expect.stringMatching(/UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED|UNABLE_TO_GET_ISSUER/),
  });
});

it('the same certificate is accepted when its authority is given', async () => {
  expect(await attempt({ ca })).toMatchObject({ kind: 'answer', status: 200 });
});

it('a certificate for another host name is refused although its authority is known', async () => {
  expect(await attempt({ ca, servername: 'other.example' })).toMatchObject({
    kind: 'no_answer',
    cause: 'network',
    explanation: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
  });
});
