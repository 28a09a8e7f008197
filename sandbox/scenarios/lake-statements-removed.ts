import type { Scenario } from './scenario.ts';
import { ACL_CHECK, AUDITORS_READ, LAKE_ACL_CHECK, LAKE_WRITE, WRITE } from './statements.ts';

/** A pipeline applies a policy that knows of the trail, and not of the query results in the same bucket. */
export const lakeStatementsRemoved: Scenario = {
  id: 'lake-statements-removed',
  title: 'Lake statements removed',
  given: {
    trail: 'single',
    statements: [ACL_CHECK, LAKE_WRITE, WRITE, LAKE_ACL_CHECK, AUDITORS_READ],
    eventDataStore: true,
  },
  actor: 'pipeline',
  break: { call: 'PutBucketPolicy', statements: [ACL_CHECK, WRITE, AUDITORS_READ] },
  expect: { word: 'restored', checks: ['lake-results-policy-allows-delivery'], delivers: true },
};
