import { expect, test } from 'vitest';
import { problemsOf } from './problems-of.js';

const closed = {
  name: 'pushed',
  target: { environment: 'sandbox', url: 'http://127.0.0.1:4010' },
  load: { model: 'closed', connections: 50, orders: 100_000 },
  orders: [{ sku: 'psn-tr-100' }],
};

function messages(parts: object): string[] {
  return problemsOf(JSON.stringify({ ...closed, ...parts })).map(({ message }) => message);
}

test('a closed load is taken for servers that are spoken to in the clear', () => {
  expect(messages({})).toEqual([]);
  expect(messages({ target: { environment: 'embedded' } })).toEqual([]);
  expect(messages({ replays: '0%' })).toEqual([]);
  expect(messages({ replays: 0 })).toEqual([]);
});

test('a closed load is never fired at production', () => {
  const limits = { orders: 10, spend: '50 USD', skus: { 'psn-tr-100': '5 USD' } };
  expect(messages({ target: { environment: 'production' }, limits })).toEqual([
    'p.yaml:1: load.model is "closed"; wanted open, because the closed model verifies no certificate and is never fired at production',
  ]);
});

test('a closed load is not fired at https, where nobody would verify the certificate', () => {
  const target = { environment: 'sandbox', url: 'HTTPS://sandbox.example.com' };
  expect(messages({ target: { ...target, url: 'https://sandbox.example.com' } })).toEqual([
    'p.yaml:1: target.url is "https://sandbox.example.com"; wanted an http address, because the closed model verifies no certificate; the open model does',
  ]);
  expect(messages({ target })).not.toEqual([]);
});

test.each(['1%', 0.01, '0.5'])('a closed load has no replays, such as %j', (replays) => {
  expect(messages({ replays })).toEqual([
    `p.yaml:1: replays is ${JSON.stringify(replays)}; wanted 0%, because in the closed model a connection has one call at a time; the open model replays`,
  ]);
});
