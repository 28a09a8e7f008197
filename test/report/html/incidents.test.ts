import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recordsReport } from '../../../cli/output/report-page.ts';
import { parseRecord } from '../../../shared/records/parse-record.ts';
import type { AuditRecord } from '../../../shared/records/record.ts';
import { incidentsOf, type ReportedIncident } from '../../../shared/report/html/incidents.ts';
import { durationText, readTime } from '../../../shared/report/html/times.ts';
import { timeToProof, timeToRestore, totalsOf } from '../../../shared/report/html/totals.ts';
import { BEGIN, recordOfEverything, recordsOfDays } from './records.ts';

const times = { timeOf: Date.parse, timeText: (time: number): string => new Date(time).toISOString() };
const [SECOND, MINUTE, DAY] = [1_000, 60_000, 86_400_000];
const RECORDS = await recordsOfDays();

const at = (after: number): string => new Date(BEGIN + after).toISOString();

const incidents = (records: readonly AuditRecord[] = RECORDS): readonly ReportedIncident[] =>
  incidentsOf(records, times);

const idsOf = (records: readonly AuditRecord[]): readonly unknown[] =>
  incidents(records).map(({ id, records: own }) => [id, own.map((one) => one.id)]);

describe('records are put together by incident', () => {
  it('in any order, and each once', () => {
    assert.deepEqual(idsOf([...RECORDS, ...RECORDS].toReversed()), idsOf(RECORDS));
    assert.deepEqual(
      incidents().map(({ state, records }) => [state, records.map(({ kind }) => kind)]),
      [
        ['rolled-back', ['rollback']],
        ['open', ['remediation']],
        ['restored', ['remediation', 'remediation', 'remediation']],
        ['proven', ['remediation', 'proof']],
        ['over', ['remediation', 'proof']],
        ['not-proven', ['remediation', 'proof']],
        ['proven', ['remediation', 'proof']],
      ],
    );
  });

  it('with the worst severity of all records', () => {
    const [first] = RECORDS;
    assert.ok(first !== undefined);
    const less: AuditRecord = { ...first, id: '20270101T000000Z-00000000', severity: 'medium', at: at(DAY) };
    assert.deepEqual(
      incidents([less, first]).map(({ severity }) => severity),
      ['critical'],
    );
  });

  it('where one belongs to none, by itself', () => {
    const alone = { ...recordOfEverything('x'), incident: null };
    assert.deepEqual(idsOf([alone]), [['x', ['x']]]);
  });
});

describe('the times of an incident', () => {
  it('are those of breaking, of the last write and of the log file that proves it', () => {
    const [, , fought, proven] = incidents();
    assert.deepEqual(
      [proven?.brokenAt, proven?.foundAt, proven?.restoredAt, proven?.provenAt].map((time) => (time ?? 0) - BEGIN),
      [3 * DAY - 4 * SECOND, 3 * DAY, 3 * DAY, 3 * DAY + 6 * MINUTE],
    );
    assert.ok(proven !== undefined && fought !== undefined);
    assert.deepEqual([timeToRestore(proven), timeToProof(proven)], [4 * SECOND, 6 * MINUTE + 4 * SECOND]);
    assert.deepEqual([fought.repairs, timeToRestore(fought), timeToProof(fought)], [3, 10 * MINUTE + 4 * SECOND, null]);
  });

  it('are not known of one that is still open', () => {
    const [, open] = incidents();
    assert.deepEqual([open?.restoredAt, open?.provenAt], [null, null]);
  });

  it('are read from ISO 8601 alone', () => {
    const texts = ['x 1', '2026-11-21', '21 Nov 2026', '2026-13-41T99:00:00Z', ''];
    assert.deepEqual(
      texts.map((text) => readTime(text, times)),
      texts.map(() => null),
    );
    assert.deepEqual([readTime(at(5), times), readTime(null, times)], [BEGIN + 5, null]);
  });

  it('are left open where a record has a number that no clock shows', () => {
    const calls = [1e300, -1e300, 8.64e15 + 1].map((when) => ({
      ...{ action: 's3:GetBucketPolicy', resource: 'example-logs', at: when, milliseconds: 1 },
      ...{ outcome: 'ok', reason: null },
    }));
    const record = parseRecord(JSON.stringify({ ...RECORDS[0], calls }));
    assert.ok(record !== null);
    assert.equal(recordsReport([record], BEGIN).match(/<td class="brief">at no time<\/td>/g)?.length, 3);
  });

  it('are told with the seconds where they matter', () => {
    const spans = [0, 840, 9_960, 12_400, 59_600, 40 * MINUTE, 200 * MINUTE, -5];
    assert.deepEqual(spans.map(durationText), ['0 s', '0.8 s', '10 s', '12 s', '1 min', '40 min', '3 h 20 min', '0 s']);
  });
});

describe('the totals', () => {
  it('count incidents by their state, without rollbacks', () => {
    const { incidents: count, open, waiting, proven, repairs, unattributed } = totalsOf(incidents());
    assert.deepEqual([count, open, waiting, proven, repairs, unattributed], [6, 1, 1, 2, 8, 3]);
  });

  it('tell the middle and the longest time', () => {
    const { toRestore, toProof } = totalsOf(incidents());
    assert.deepEqual(toRestore, { median: 4 * SECOND, longest: 10 * MINUTE + 4 * SECOND });
    assert.deepEqual(toProof, { median: 6 * MINUTE + 4 * SECOND, longest: 6 * MINUTE + 4 * SECOND });
    assert.deepEqual(totalsOf([]).toRestore, null);
  });

  it('name causes and actors by the number of incidents, and not what only follows from a cause', () => {
    const { causes, actors } = totalsOf(incidents());
    assert.deepEqual(causes.slice(0, 2), [
      { what: 'bucket-policy-allows-log-delivery', times: 5 },
      { what: 'bucket-policy-allows-acl-check', times: 2 },
    ]);
    assert.deepEqual(actors, [{ what: 'arn:aws:sts::111122223333:assumed-role/Admin/jane', times: 3 }]);
    const [first] = RECORDS;
    const [finding] = first?.findings ?? [];
    assert.ok(first !== undefined && finding !== undefined);
    const follows = { ...finding, id: 'trail-delivers-log-files' };
    const causesOf = (...findings: AuditRecord['findings']): readonly string[] =>
      totalsOf(incidents([{ ...first, findings }])).causes.map(({ what }) => what);
    assert.deepEqual(causesOf(follows, finding), [finding.id]);
    assert.deepEqual(causesOf(follows), [follows.id]);
  });
});
