import type { TrailSettings } from '../settings/settings.ts';
import { parseTrailArn } from '../trail/arn.ts';
import type { Trail } from '../trail/trail.ts';
import type { Ports, TrailDescription } from './ports.ts';
import type { Observation, Reading } from './reading.ts';

/** A look at one trail, and when the reads began that it rests on (milliseconds since the epoch). */
export type Observed = { readonly observation: Observation; readonly readAt: number };

/** The trail as AWS describes it; where it could not be asked, as the settings name it. */
function trailOf(settings: TrailSettings, description: TrailDescription | null): Trail | null {
  const arn = parseTrailArn(settings.trailArn);
  if (arn === null) return null;
  return {
    ...arn,
    bucket: settings.bucket,
    prefix: description?.prefix ?? settings.prefix ?? '',
    organizationId: description === null || description.isOrganizationTrail ? (settings.organizationId ?? null) : null,
    sourceOrganizationId: settings.organizationId ?? settings.sourceOrganizationId ?? null,
    kmsKeyArn: description?.kmsKeyArn ?? null,
    logFileValidation: description?.logFileValidation ?? false,
    multiRegion: description?.multiRegion ?? true,
    insights: description?.insights ?? false,
  };
}

/** Why the policy of the configured bucket must not be judged for this trail, or null. */
function mismatch(settings: TrailSettings, described: Reading<TrailDescription>): string | null {
  switch (described.state) {
    case 'not-asked':
    case 'absent':
      return null;
    case 'unreadable':
      return `the trail could not be described: ${described.reason}`;
    case 'present':
      break;
  }
  const { bucket, isOrganizationTrail } = described.value;
  if (bucket !== settings.bucket)
    return `the trail delivers to \`${bucket}\`, and the settings name \`${settings.bucket}\``;
  if (isOrganizationTrail && settings.organizationId === undefined) {
    return 'it is an organization trail, and the settings do not name its organization (`organizationId`)';
  }
  return null;
}

/**
 * One parallel round of reads for one trail. The bucket is read under the name that the settings give, at the same time as
 * the trail is asked, so that a repair needs one round of reads and one write; where the trail says otherwise, its policy
 * counts as unreadable and nothing is written.
 */
export async function observe(settings: TrailSettings, ports: Ports): Promise<Observed | null> {
  const owner = settings.bucketOwner ?? parseTrailArn(settings.trailArn)?.account ?? '';
  const readAt = ports.clock.now();
  const [described, status, bucket, policy] = await Promise.all([
    ports.trails.describe(settings.trailArn),
    ports.trails.status(settings.trailArn),
    ports.buckets.facts(settings.bucket, owner),
    ports.buckets.policy(settings.bucket, owner),
  ]);
  const trail = trailOf(settings, described.state === 'present' ? described.value : null);
  if (trail === null) return null;
  const reason = mismatch(settings, described);
  const judged: Reading<string> = described.state === 'absent' ? { state: 'not-asked' } : policy;
  const bucketPolicy: Reading<string> = reason === null ? judged : { state: 'unreadable', reason };
  return { observation: Object.freeze({ trail, bucketOwner: owner, status, bucket, bucketPolicy }), readAt };
}
