import type { Outcome } from '../reconcile/outcome.ts';
import { toldIn } from '../reconcile/sight.ts';
import type { TrailArn } from '../trail/arn.ts';
import { isTrail } from '../trail/event-data-store.ts';

/** Where somebody looks next: an address of the console, or a command. */
export type Link = { readonly label: string; readonly to: string };

/** The console of each partition (AWS general reference; the GovCloud and China user guides). */
const CONSOLES: Readonly<Record<TrailArn['partition'], string>> = {
  aws: 'https://console.aws.amazon.com',
  'aws-us-gov': 'https://console.amazonaws-us-gov.com',
  'aws-cn': 'https://console.amazonaws.cn',
};

/** The pages of the bucket's permissions, the trail and the key; of several trails those of the first. */
export function consoleLinks({ judgements }: Outcome): readonly Link[] {
  const [first] = judgements;
  if (first === undefined) return [];
  const { trail, observation } = first;
  const console = CONSOLES[trail.partition];
  const { bucket } = observation;
  const region = encodeURIComponent((bucket.state === 'present' ? bucket.value.region : null) ?? trail.region);
  const name = encodeURIComponent(trail.bucket);
  const ofBucket = { label: 'bucket', to: `${console}/s3/buckets/${name}?region=${region}&tab=permissions` };
  if (!isTrail(trail)) return [ofBucket];
  const home = encodeURIComponent(trail.region);
  const ofTrail = { label: 'trail', to: `${console}/cloudtrailv2/home?region=${home}#/trails/${encodeURI(trail.arn)}` };
  const [, , , keyRegion = '', , resource = ''] = trail.kmsKeyArn?.split(':') ?? [];
  const key = encodeURIComponent(resource.replace(/^key\//, ''));
  const at = encodeURIComponent(keyRegion);
  return [
    ofBucket,
    ofTrail,
    ...(key === '' ? [] : [{ label: 'key', to: `${console}/kms/home?region=${at}#/kms/keys/${key}` }]),
  ];
}

const EVENT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The commands that show the evidence, explain the check, and undo what was written. */
export function commandLinks(outcome: Outcome, record: string | null): readonly Link[] {
  const all = toldIn(outcome);
  // What CloudTrail itself reports only follows from the cause.
  const told = all.find(({ finding }) => finding.repair !== null || finding.advice.length > 0) ?? all[0];
  const wrote = outcome.changes.some(({ what, word }) => 'after' in what && word === 'restored');
  const eventId = outcome.cause?.eventId ?? '';
  const lookUp = `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventId,AttributeValue=${eventId}`;
  return [
    ...(record === null ? [] : [{ label: 'record', to: `trailmend records show ${record}` }]),
    ...(record === null || !wrote ? [] : [{ label: 'undo', to: `trailmend rollback ${record}` }]),
    ...(told === undefined ? [] : [{ label: 'explain', to: `trailmend explain ${told.check.id}` }]),
    ...(EVENT_ID.test(eventId) ? [{ label: 'the call', to: lookUp }] : []),
  ];
}
