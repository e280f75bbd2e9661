import { expect, it } from 'vitest';
import { orderPath } from '../../src/contract/endpoints.js';

it('an order id can not leave its place in the path', () => {
  expect(orderPath('ord_8f2c91')).toBe('/v1/orders/ord_8f2c91');
  expect(orderPath('../balance?x=1#y')).toBe('/v1/orders/..%2Fbalance%3Fx%3D1%23y');
});
