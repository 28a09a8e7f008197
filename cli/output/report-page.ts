import { createHash } from 'node:crypto';
import type { AuditRecord } from '../../shared/records/record.ts';
import { reportPage } from '../../shared/report/html/report-page.ts';

/** SHA-256 in Base64, as a Content-Security-Policy takes it. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

/** A number that is no time is none on the page either: a record is read leniently. */
function timeText(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? 'at no time' : date.toISOString();
}

/** The report of records as one HTML page. `now` is in milliseconds since the epoch. */
export function recordsReport(records: readonly AuditRecord[], now: number): string {
  return reportPage(records, {
    ...{ title: 'CloudTrail delivery: incidents', now, hash: sha256 },
    timeOf: (text) => Date.parse(text),
    timeText,
  });
}
