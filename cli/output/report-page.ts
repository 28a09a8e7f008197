import { createHash } from 'node:crypto';
import type { AuditRecord } from '../../shared/records/record.ts';
import { reportPage } from '../../shared/report/html/report-page.ts';

/** SHA-256 in Base64, as a Content-Security-Policy takes it. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

/** The report of records as one HTML page. `now` is in milliseconds since the epoch. */
export function recordsReport(records: readonly AuditRecord[], now: number): string {
  return reportPage(records, {
    ...{ title: 'CloudTrail delivery: incidents', now, hash: sha256 },
    timeOf: (text) => Date.parse(text),
    timeText: (milliseconds) => new Date(milliseconds).toISOString(),
  });
}
