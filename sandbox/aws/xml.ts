/** Text of an XML element, or the elements in it; an element that comes more than once is a list. */
export type XmlValue = string | { readonly [name: string]: XmlValue | readonly XmlValue[] };

const ELEMENT = /<([A-Za-z][\w.-]*)(?:\s[^>]*)?(?:\/>|>([\s\S]*?)<\/\1>)/g;

/** The text inside an XML element, as it was meant. */
export function unescapeXml(text: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => named[name] ?? whole);
}

/** Reads XML as S3 takes it: elements without mixed content; an element inside one of its own name is not expected. */
export function readXml(xml: string): XmlValue {
  const members: Record<string, XmlValue | XmlValue[]> = {};
  for (const [, name = '', inside = ''] of xml.replace(/<\?.*?\?>/g, '').matchAll(ELEMENT)) {
    const value = readXml(inside);
    const before = members[name];
    if (before === undefined) members[name] = value;
    else members[name] = Array.isArray(before) ? [...before, value] : [before as XmlValue, value];
  }
  return Object.keys(members).length === 0 ? unescapeXml(xml.trim()) : members;
}

/** Text made safe inside an XML element. */
export function escapeXml(text: string): string {
  return text.replace(/[<>&]/g, (char) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[char] ?? char);
}
