import type {
  EventDataStoreSettings,
  Settings,
  SourceSettings,
  TrailSettings,
} from '../../shared/settings/settings.ts';
import { documented } from '../trail/documented.ts';
import { STORE } from '../trail/stores.ts';
import { KEY, TOPIC } from '../trail/trails.ts';
import {
  allow,
  bucketPolicy,
  CHANGES,
  type Change,
  DESCRIBED,
  DRIFTED,
  deny,
  keyPolicy,
  LOGGING,
  OPEN_DENY,
  PUBLISH,
  policyOf,
  TRAIL,
} from './changes.ts';
import { type Cloud, TOPIC_KEY } from './cloud.ts';

function cloudWith(change: Change): Cloud {
  const { isSingle, isTowers, trail, status, bucket, key, topic, topicKeyPolicy, organization, ...others } = change;
  const { accountBlocksPublicPolicy } = others;
  const facts = { isOurs: true, region: 'us-east-1', bucketKey: true, payer: 'BucketOwner' };
  const healthyBucket = { ...facts, policy: policyOf(...bucketPolicy) };
  const own = { state: 'Enabled', policy: policyOf(...keyPolicy), ...key };
  const ofTopic = { state: 'Enabled', policy: topicKeyPolicy ?? policyOf(allow('kms:*')) };
  return {
    trail: trail === undefined ? { ...DESCRIBED, IsOrganizationTrail: isSingle !== true } : trail,
    status: { ...LOGGING, ...status },
    bucket: bucket === null ? null : { ...healthyBucket, ...bucket },
    keys: { ...(key === null ? {} : { [KEY]: own }), [TOPIC_KEY]: ofTopic },
    ...(isTowers === true ? { landingZone: DRIFTED } : {}),
    ...(accountBlocksPublicPolicy === undefined ? {} : { accountBlocksPublicPolicy }),
    topic: topic === null ? null : { policy: policyOf(PUBLISH), kmsKeyId: TOPIC_KEY, ...topic },
    organization: { services: ['cloudtrail.amazonaws.com'], hasRole: true, policies: [], ...organization },
    regions: others.regions ?? ['us-east-1'],
    elsewhere: others.elsewhere ?? {},
    members: others.members ?? {},
    ...(others.selectors === undefined ? {} : { selectors: others.selectors }),
    ...(others.others === undefined ? {} : { others: others.others }),
    ...(others.folders === undefined ? {} : { folders: others.folders }),
  };
}

/** The settings entry of the trail that the clouds are about. */
const GUARDED: TrailSettings = {
  trailArn: TRAIL.arn,
  bucket: TRAIL.bucket,
  organizationId: 'o-exampleorgid',
  kmsKeyArn: KEY,
  topicArn: TOPIC,
  topicKmsKeyArn: TOPIC_KEY,
};

/** What a run finds: the settings of a trail or an event data store, and AWS. */
export type Scene = { readonly guarded: SourceSettings; readonly cloud: Cloud };

const STORED: EventDataStoreSettings = { eventDataStoreArn: STORE.arn, bucket: STORE.bucket };
const lakePolicy = (['lake-write', 'lake-acl-check'] as const).map((name) => documented(STORE, name));

/** What may be wrong with a bucket for query results. */
const LAKE_CHANGES: Readonly<Record<string, Change['bucket']>> = {
  'all is well': {},
  'the bucket is gone': null,
  'the bucket is foreign': { isOurs: false },
  'the bucket is Requester Pays': { payer: 'Requester' },
  'the statements are gone': { policy: policyOf() },
  'a Deny': { policy: policyOf(...lakePolicy, deny('s3:*')) },
  'a Deny is open': { policy: policyOf(...lakePolicy, OPEN_DENY) },
};

function lakeSceneOf(bucket: Change['bucket']): Scene {
  const healthy = { policy: policyOf(...lakePolicy) };
  return { guarded: STORED, cloud: cloudWith({ bucket: bucket === null ? null : { ...healthy, ...bucket } }) };
}

function sceneOf(change: Change): Scene {
  const named = change.isTowers === true ? 'aws-controltower-BaselineCloudTrail' : TRAIL.name;
  const trailArn = TRAIL.arn.replace(TRAIL.name, named).replace('us-east-1', change.home ?? 'us-east-1');
  const { organizationId: _, ...single } = GUARDED;
  const { bucketOwner } = change;
  const guarded = {
    ...(change.isSingle === true ? single : GUARDED),
    ...(bucketOwner === undefined ? {} : { bucketOwner }),
    trailArn,
  };
  return { guarded, cloud: cloudWith(change) };
}

/** Scenes in which each check is healthy, broken or in doubt. */
export const scenes: readonly Scene[] = [
  ...Object.values(CHANGES).map(sceneOf),
  ...Object.values(LAKE_CHANGES).map(lakeSceneOf),
];

/** What a settings file says that guards the scene's trail or event data store alone. */
export function guardedIn({ guarded }: Scene): Pick<Settings, 'trails' | 'eventDataStores'> {
  return 'eventDataStoreArn' in guarded ? { trails: [], eventDataStores: [guarded] } : { trails: [guarded] };
}
