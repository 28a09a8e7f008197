import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HubStack } from '../../infra/hub-stack.ts';
import type { GuardingCheck } from '../../infra/permissions.ts';
import { scopeOf } from '../../infra/scope.ts';
import type { Settings } from '../../shared/settings/settings.ts';

/** The trail that the stack tests guard. */
export const TRAIL = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';

/** Settings with everything at its default, for one trail. */
export const settings: Settings = {
  version: 1,
  trails: [{ trailArn: TRAIL, bucket: 'audit-logs' }],
  alertOnly: false,
  modes: {},
  scheduleMinutes: 15,
  alertEmails: [],
};

/** A catalogue of three: two share a repair, one only tells and reads something of its own. */
export const stubChecks: readonly GuardingCheck[] = [
  {
    id: 'bucket-policy-allows-acl-check',
    mode: 'restore',
    permissions: [
      { action: 's3:GetBucketPolicy', target: 'bucket', access: 'read' },
      { action: 's3:PutBucketPolicy', target: 'bucket', access: 'repair' },
    ],
  },
  {
    id: 'trail-is-logging',
    mode: 'restore',
    permissions: [
      { action: 'cloudtrail:GetTrailStatus', target: 'trail', access: 'read' },
      { action: 'cloudtrail:StartLogging', target: 'trail', access: 'repair' },
    ],
  },
  {
    id: 'trail-delivers-log-files',
    mode: 'alert',
    permissions: [
      { action: 'cloudtrail:GetTrail', target: 'trail', access: 'read' },
      { action: 's3:PutBucketTagging', target: 'bucket', access: 'repair' },
    ],
  },
];

/** The template for settings that differ from the default ones; the handler is not bundled. */
export function templateFor(changes: Partial<Settings> = {}, checks = stubChecks): Template {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [], '@aws-cdk/aws-iam:minimizePolicies': true } });
  const changed = { ...settings, ...changes };
  const stack = new HubStack(app, 'Trailmend', {
    settings: changed,
    scope: scopeOf(changed),
    checks,
    eventSources: [
      { source: 'aws.s3', eventNames: ['PutBucketPolicy', 'DeleteBucketPolicy'], breaks: 'every-trail' },
      { source: 'aws.cloudtrail', eventNames: ['StopLogging'], breaks: 'every-trail' },
      { source: 'aws.organizations', eventNames: ['AttachPolicy'], breaks: 'trails-of-organizations' },
    ],
  });
  return Template.fromStack(stack);
}
