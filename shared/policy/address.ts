/** An address or block as a number: IPv4 has 32 bits, IPv6 has 128. */
type Block = { readonly bits: 32 | 128; readonly value: bigint; readonly length: number };

function ipv4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function ipv6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = groups;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const whole = [...head, ...Array.from({ length: halves.length === 1 ? 0 : missing }, () => '0'), ...tail];
  if (!whole.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return whole.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

function parseBlock(text: string): Block | null {
  const [address = '', suffix] = text.split('/', 2);
  const four = ipv4(address);
  const bits = four === null ? 128 : 32;
  const value = four ?? ipv6(address);
  if (value === null) return null;
  if (suffix !== undefined && !/^\d{1,3}$/.test(suffix)) return null;
  const length = suffix === undefined ? bits : Number(suffix);
  return length > bits ? null : { bits, value, length };
}

/** True if the address lies in the CIDR block (RFC 4632, RFC 4291); what is no address lies in none. */
export function isInBlock(address: string, block: string): boolean {
  const inner = parseBlock(address);
  const outer = parseBlock(block);
  if (inner === null || outer === null || inner.bits !== outer.bits || inner.length < outer.length) return false;
  const shift = BigInt(outer.bits - outer.length);
  return inner.value >> shift === outer.value >> shift;
}

/** True if the text is an address or a CIDR block. */
export function isBlock(text: string): boolean {
  return parseBlock(text) !== null;
}

/** True if a CIDR block fixes at least so many bits of its addresses, of IPv4 and of IPv6. */
export function isAtLeast(block: string, { v4, v6 }: { readonly v4: number; readonly v6: number }): boolean {
  const parsed = parseBlock(block);
  return parsed !== null && parsed.length >= (parsed.bits === 32 ? v4 : v6);
}
