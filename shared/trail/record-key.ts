/** The form of an id: a time, and a hash. */
export const RECORD_ID = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/;

/** The folder of all records in the store bucket. */
export const RECORDS = 'records/';

/** The id in the name of a record's object; null if it is none. */
export function recordIdIn(key: string): string | null {
  const id = key.slice(key.lastIndexOf('/') + 1).replace(/\.json$/, '');
  return recordKey(id) === key ? id : null;
}

/** The object of a record, by its id: `records/2026/11/21/20261121T165541Z-64be7403.json`; null if it is no id. */
export function recordKey(id: string): string | null {
  if (!RECORD_ID.test(id)) return null;
  const [year, month, day] = [id.slice(0, 4), id.slice(4, 6), id.slice(6, 8)];
  return `${RECORDS}${year}/${month}/${day}/${id}.json`;
}
