import type { IncomingHttpHeaders } from 'node:http';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { hmacSha256 } from '../../src/contract/hmac.js';
import { signatureSchemeNames } from '../../src/contract/signature-scheme.js';
import { signatureSchemes } from '../../src/contract/signature-schemes.js';
import { standardSignature } from '../../src/contract/standard-signature.js';
import {
  timestampedSignature,
  timestampedSignatureHeader,
} from '../../src/contract/timestamped-signature.js';
import { writeWebhookSecret } from '../../src/contract/webhook-secret.js';

const secret = Buffer.from('an example secret of 32 bytes!!!');
const otherSecret = Buffer.from('another example secret, 32 bytes');
const body = Buffer.from('{"event":"order.delivered","order_id":"ord_8f2c91"}');
const nowS = 1_779_100_000;
const webhookId = 'msg_2Lh9KRb0pz';

/** What the shared cases have to know of a scheme: where its parts stand. */
const parts = {
  standard: {
    signatureHeader: 'webhook-signature',
    withTimestamp: (headers: IncomingHttpHeaders, text: string) => ({
      ...headers,
      'webhook-timestamp': text,
    }),
    signatures: (...secrets: Buffer[]) => ({
      'webhook-id': webhookId,
      'webhook-timestamp': String(nowS),
      'webhook-signature': secrets
        .map((key) => `v1,${hmacSha256(key, `${webhookId}.${nowS}.`, body, 'base64')}`)
        .join(' '),
    }),
    needed: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
    knownId: webhookId,
  },
  timestamped: {
    signatureHeader: timestampedSignatureHeader,
    withTimestamp: (headers: IncomingHttpHeaders, text: string) => ({
      [timestampedSignatureHeader]: String(headers[timestampedSignatureHeader]).replace(
        /^t=[^,]*/,
        `t=${text}`,
      ),
    }),
    signatures: (...secrets: Buffer[]) => ({
      [timestampedSignatureHeader]: [
        `t=${nowS}`,
        ...secrets.map((key) => `v1=${hmacSha256(key, `${nowS}.`, body, 'hex')}`),
      ].join(','),
    }),
    needed: [timestampedSignatureHeader],
    knownId: null,
  },
} as const;

describe.each(signatureSchemeNames)('the %s signature scheme', (name) => {
  const scheme = signatureSchemes[name];
  const { signatureHeader, withTimestamp, signatures, needed, knownId } = parts[name];
  const signed = () => scheme.sign(secret, webhookId, nowS, body);
  const mismatch = "no signature matches: the body was changed, or the secret is not the sender's";

  it('has its own name, and verifies what it signed', () => {
    expect(scheme.name).toBe(name);
    expect(scheme.verify(secret, signed(), body, nowS)).toEqual({
      ok: true,
      webhookId: knownId,
      timestampS: nowS,
    });
  });

  it('signs as its documentation says', () => {
    expect(signed()).toEqual(signatures(secret));
  });

  it('refuses the secret of somebody else', () => {
    expect(scheme.verify(otherSecret, signed(), body, nowS)).toEqual({ ok: false, why: mismatch });
  });

  it('refuses a body with any one byte changed, added or taken away', () => {
    for (let at = 0; at < body.length; at += 1) {
      const changed = Buffer.from(body);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(scheme.verify(secret, signed(), changed, nowS)).toEqual({ ok: false, why: mismatch });
    }
    for (const other of [Buffer.concat([body, Buffer.of(10)]), body.subarray(1), Buffer.alloc(0)]) {
      expect(scheme.verify(secret, signed(), other, nowS)).toEqual({ ok: false, why: mismatch });
    }
  });

  it('refuses headers with any one character of id, timestamp or signature changed', () => {
    const accepted: string[] = [];
    for (const header of needed) {
      const text = signed()[header] ?? '';
      for (let at = 0; at < text.length; at += 1) {
        for (const character of ['0', 'A', 'b', '!', '=', '_', '9']) {
          const changed = text.slice(0, at) + character + text.slice(at + 1);
          const verdict = scheme.verify(secret, { ...signed(), [header]: changed }, body, nowS);
          if (changed !== text && verdict.ok) accepted.push(changed);
        }
      }
    }
    expect(accepted).toEqual([]);
  });

  it('takes timestamps up to exactly 300 s away, either way', () => {
    const at = (clockS: number) => scheme.verify(secret, signed(), body, clockS);
    for (const clockS of [nowS - 300, nowS - 299.999, nowS + 299.999, nowS + 300]) {
      expect(at(clockS)).toMatchObject({ ok: true, timestampS: nowS });
    }
    for (const clockS of [nowS - 300.001, nowS - 301, nowS + 300.001, nowS + 301]) {
      expect(at(clockS)).toEqual({
        ok: false,
        why: "the timestamp is 301 s away from this machine's clock; at most 300 s are allowed",
      });
    }
    expect(at(nowS + 300.4)).toMatchObject({ ok: false });
  });

  it.each(['', ' ', '123junk', '1e9', '-5', '+5', '1.5', ' 1779100000', '0x6a0', '1779100000000000', '١٢٣'])(
    'refuses the timestamp %j even when it is signed',
    (text) => {
      const prefix = name === 'standard' ? `${webhookId}.${text}.` : `${text}.`;
      const encoding = name === 'standard' ? 'base64' : 'hex';
      const signature = hmacSha256(secret, prefix, body, encoding);
      const mark = name === 'standard' ? `v1,${signature}` : `t=${text},v1=${signature}`;
      const headers = { ...withTimestamp(signed(), text), [signatureHeader]: mark };
      expect(scheme.verify(secret, headers, body, nowS)).toEqual({
        ok: false,
        why: 'the timestamp is not a whole number of seconds',
      });
    },
  );

  it('verifies by any one of several signatures, as during a key rotation', () => {
    expect(scheme.verify(secret, signatures(otherSecret, secret), body, nowS)).toMatchObject({ ok: true });
    expect(scheme.verify(secret, signatures(secret, otherSecret), body, nowS)).toMatchObject({ ok: true });
  });

  it('looks at eight signatures and refuses nine', () => {
    const eight = [...Array.from({ length: 7 }, () => otherSecret), secret];
    expect(scheme.verify(secret, signatures(...eight), body, nowS)).toMatchObject({ ok: true });
    expect(scheme.verify(secret, signatures(secret, ...eight), body, nowS)).toEqual({
      ok: false,
      why: 'more than 8 signatures',
    });
  });

  it('verifies the raw bytes: bodies that decode to the same text are not the same', () => {
    const first = Buffer.from([0x7b, 0xff, 0x7d]);
    const second = Buffer.from([0x7b, 0xfe, 0x7d]);
    expect(first.toString('utf8')).toBe(second.toString('utf8'));
    const headers = scheme.sign(secret, webhookId, nowS, first);
    expect(scheme.verify(secret, headers, first, nowS)).toMatchObject({ ok: true });
    expect(scheme.verify(secret, headers, second, nowS)).toMatchObject({ ok: false });
  });

  it('refuses requests that lack one of its headers, or have it as a list', () => {
    for (const header of needed) {
      const { [header]: _, ...rest } = signed();
      expect(scheme.verify(secret, rest, body, nowS)).toMatchObject({ ok: false });
      // Servers other than Node's hand duplicated headers over as an array.
      const twice = { ...rest, [header]: [signed()[header]] } as unknown as IncomingHttpHeaders;
      expect(scheme.verify(secret, twice, body, nowS)).toMatchObject({ ok: false });
    }
  });

  it('verifies whatever it signed', () => {
    const ids = fc.stringMatching(/^[\x21-\x7e]{1,255}$/);
    const property = fc.property(
      fc.uint8Array({ minLength: 16, maxLength: 64 }),
      ids,
      fc.integer({ min: 0, max: 2 ** 33 }),
      fc.uint8Array({ maxLength: 500 }),
      (key, id, timestampS, bytes) => {
        const [keyBuffer, bodyBuffer] = [Buffer.from(key), Buffer.from(bytes)];
        const headers = scheme.sign(keyBuffer, id, timestampS, bodyBuffer);
        expect(scheme.verify(keyBuffer, headers, bodyBuffer, timestampS)).toMatchObject({
          ok: true,
          timestampS,
        });
      },
    );
    fc.assert(property, { seed: 21, numRuns: 1000 });
  });

  it('never throws and never verifies what nobody signed', () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('v1,', 'v1=', String(nowS), `t=${nowS},v1=`, 'v1,AAAA'),
    );
    const headers = fc.dictionary(fc.constantFrom(...needed), value);
    const property = fc.property(headers, fc.uint8Array({ maxLength: 100 }), (some, bytes) => {
      const verdict = scheme.verify(secret, { ...some }, Buffer.from(bytes), nowS);
      expect(verdict.ok).toBe(false);
      if (!verdict.ok) expect(verdict.why.length).toBeGreaterThan(10);
    });
    fc.assert(property, { seed: 22, numRuns: 3000 });
  });
});

describe('the standard scheme beside the library of Standard Webhooks', () => {
  // The library has no clock to hand over, so these stamps are of the present.
  const presentS = Math.floor(Date.now() / 1000);
  const library = new Webhook(writeWebhookSecret(secret));
  const bodies = fc.jsonValue().map((value) => JSON.stringify(value));
  const ids = fc.stringMatching(/^msg_[A-Za-z0-9]{1,30}$/);

  it('writes signatures that the library verifies', () => {
    fc.assert(
      fc.property(ids, bodies, (id, text) => {
        const headers = standardSignature.sign(secret, id, presentS, Buffer.from(text));
        expect(() => library.verify(text, headers)).not.toThrow();
      }),
      { seed: 31, numRuns: 500 },
    );
  });

  it('verifies signatures that the library wrote', () => {
    fc.assert(
      fc.property(ids, bodies, (id, text) => {
        const headers = {
          'webhook-id': id,
          'webhook-timestamp': String(presentS),
          'webhook-signature': library.sign(id, new Date(presentS * 1000), text),
        };
        expect(standardSignature.verify(secret, headers, Buffer.from(text), presentS)).toEqual({
          ok: true,
          webhookId: id,
          timestampS: presentS,
        });
      }),
      { seed: 32, numRuns: 500 },
    );
  });
});

describe('headers as Node hands duplicated ones over', () => {
  it('joined by commas, never verify by half', () => {
    for (const header of parts.standard.needed) {
      const headers = standardSignature.sign(secret, webhookId, nowS, body);
      headers[header] = `${headers[header]}, ${headers[header]}x`;
      expect(standardSignature.verify(secret, headers, body, nowS)).toMatchObject({ ok: false });
    }
  });

  it('leave the timestamped scheme with the first timestamp only', () => {
    const first = timestampedSignature.sign(secret, '', nowS, body)[timestampedSignatureHeader];
    const second = timestampedSignature.sign(secret, '', nowS + 1, body)[timestampedSignatureHeader];
    const verify = (header: string) =>
      timestampedSignature.verify(secret, { [timestampedSignatureHeader]: header }, body, nowS);
    expect(verify(`${first}, ${second}`)).toMatchObject({ ok: true, timestampS: nowS });
    expect(verify(`t=${nowS + 2}, ${second}`)).toMatchObject({ ok: false });
  });

  it('take an id that is not printable for none', () => {
    for (const id of ['', 'msg 1', 'msg\u00e9', 'm'.repeat(256)]) {
      const headers = standardSignature.sign(secret, id, nowS, body);
      expect(standardSignature.verify(secret, headers, body, nowS)).toEqual({
        ok: false,
        why: 'the header webhook-id is missing or not printable',
      });
    }
  });
});
