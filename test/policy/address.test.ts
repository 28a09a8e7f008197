import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isBlock, isInBlock } from '../../shared/policy/address.ts';

describe('a block of addresses', () => {
  const cases: readonly [address: string, block: string, expected: boolean][] = [
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '10.1.2.3/32', true],
    ['10.1.2.2', '10.1.2.3/31', true],
    ['10.1.2.4', '10.1.2.3/31', false],
    ['10.127.255.255', '10.0.0.0/9', true],
    ['10.128.0.0', '10.0.0.0/9', false],
    ['255.255.255.255', '0.0.0.0/0', true],
    ['10.1.0.0/16', '10.0.0.0/8', true],
    ['10.0.0.0/7', '10.0.0.0/8', false],
    ['::', '0.0.0.0/0', false],
    ['0.0.0.0', '::/0', false],
    ['2001:db8::1', '2001:DB8:0:0:0:0:0:1', true],
    ['2001:db8:0:1::', '2001:db8::/64', false],
    ['2001:db8:0:0:ffff::', '2001:db8::/64', true],
    ['2001:db8::1', '2001:db8::/127', true],
    ['2001:db8::2', '2001:db8::/127', false],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0', true],
  ];
  for (const [address, block, expected] of cases) {
    it(`${block} ${expected ? 'holds' : 'does not hold'} ${address}`, () =>
      assert.equal(isInBlock(address, block), expected));
  }

  for (const text of [
    ...['', '*', '10', '10.1.2', '10.1.2.3.4', '10.1.2.256', '10.1.2.-1', '10.1.2.', '010.1.2.0003', 'a.b.c.d'],
    ...['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/x', '10.0.0.0/-1', '2001:db8::/129', '::/x'],
    ...['1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8::', '::1::', '1::2::3', ':', '12345::', 'g::'],
  ]) {
    it(`is not \`${text}\``, () => {
      assert.equal(isBlock(text), false);
      assert.equal(isInBlock(text, '0.0.0.0/0') || isInBlock(text, '::/0'), false);
    });
  }
});
