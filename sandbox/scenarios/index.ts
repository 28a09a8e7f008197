import { aclCheckRemoved } from './acl-check-removed.ts';
import { effectFlipped } from './effect-flipped.ts';
import { foreignDeny } from './foreign-deny.ts';
import { healthyInAnotherForm } from './healthy-in-another-form.ts';
import { keyDeletionScheduled } from './key-deletion-scheduled.ts';
import { keyDisabled } from './key-disabled.ts';
import { keyDisabledRestored } from './key-disabled-restored.ts';
import { keyStatementRemoved } from './key-statement-removed.ts';
import { lakeStatementsRemoved } from './lake-statements-removed.ts';
import { logFilesExpire } from './log-files-expire.ts';
import { loggingStopped } from './logging-stopped.ts';
import { oldSourceArn } from './old-source-arn.ts';
import { organizationStatementRemoved } from './organization-statement-removed.ts';
import { otherTrailDropped } from './other-trail-dropped.ts';
import { policyDeleted } from './policy-deleted.ts';
import { requesterPays } from './requester-pays.ts';
import type { Scenario } from './scenario.ts';
import { secondTrail } from './second-trail.ts';
import { statementsRemoved } from './statements-removed.ts';
import { topicStatementRemoved } from './topic-statement-removed.ts';
import { trailRePointed } from './trail-re-pointed.ts';
import { writeNarrowed } from './write-narrowed.ts';
import { wrongPrefix } from './wrong-prefix.ts';

/** Every scenario, in the order in which they are shown. */
export const SCENARIOS: readonly Scenario[] = [
  statementsRemoved,
  policyDeleted,
  writeNarrowed,
  wrongPrefix,
  oldSourceArn,
  effectFlipped,
  organizationStatementRemoved,
  aclCheckRemoved,
  secondTrail,
  otherTrailDropped,
  loggingStopped,
  requesterPays,
  logFilesExpire,
  foreignDeny,
  keyStatementRemoved,
  keyDeletionScheduled,
  keyDisabled,
  keyDisabledRestored,
  topicStatementRemoved,
  lakeStatementsRemoved,
  trailRePointed,
  healthyInAnotherForm,
];
