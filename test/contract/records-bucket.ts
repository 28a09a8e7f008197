import { type WireAnswer, type WireRequest, wireServer } from './wire-server.ts';

/** An answer of S3. */
const xml = (status: number, body: string): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

/** A refusal of S3. */
export const refusal = (status: number, code: string): WireAnswer =>
  xml(status, `<Error><Code>${code}</Code><Message>no</Message></Error>`);

/** Objects by their keys. */
export type Objects = Readonly<Record<string, string>>;

/** A page of ListObjectsV2 over these keys: folders and objects in the order of their names (S3 API reference). */
function listing(keys: readonly string[], query: URLSearchParams, pageSize: number): WireAnswer {
  const prefix = query.get('prefix') ?? '';
  const names = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const end = key.indexOf('/', prefix.length);
      return query.get('delimiter') === '/' && end >= 0 ? key.slice(0, end + 1) : key;
    });
  const all = [...new Set(names)].toSorted();
  const from = Number(query.get('continuation-token') ?? 0);
  const page = all.slice(from, from + pageSize);
  const next = from + pageSize < all.length ? String(from + pageSize) : null;
  const entries = page.map((name) =>
    name.endsWith('/')
      ? `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`
      : `<Contents><Key>${name}</Key></Contents>`,
  );
  const token = next === null ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`;
  const said = `<IsTruncated>${next !== null}</IsTruncated>${token}${entries.join('')}`;
  return xml(200, `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${said}</ListBucketResult>`);
}

/** A page of ListBuckets (S3 API reference). */
function buckets(names: readonly string[], query: URLSearchParams): WireAnswer {
  const found = names.filter((name) => name.startsWith(query.get('prefix') ?? ''));
  const from = Number(query.get('continuation-token') ?? 0);
  // One on each page, so that whoever reads the first page alone misses the rest.
  const entries = found.slice(from, from + 1).map((name) => `<Bucket><Name>${name}</Name></Bucket>`);
  const token = from + 1 < found.length ? `<ContinuationToken>${from + 1}</ContinuationToken>` : '';
  return xml(200, `<ListAllMyBucketsResult><Buckets>${entries.join('')}</Buckets>${token}</ListAllMyBucketsResult>`);
}

/** An S3 that has these buckets, of which the first holds the objects. */
export function s3With(objects: Objects, names: readonly string[] = ['store'], pageSize = 1_000) {
  return wireServer(({ method, path, query }: WireRequest): WireAnswer => {
    if (path === '/') return buckets(names, query);
    const [, bucket = '', ...parts] = decodeURIComponent(path).split('/');
    const key = parts.join('/');
    if (!names.includes(bucket)) return refusal(404, 'NoSuchBucket');
    if (method !== 'GET') return refusal(403, 'AccessDenied');
    if (key === '') return listing(Object.keys(objects), query, pageSize);
    const text = objects[key];
    return text === undefined ? refusal(404, 'NoSuchKey') : { status: 200, body: text };
  });
}
