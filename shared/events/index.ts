import { cloudtrailEvents } from './cloudtrail.ts';
import type { EventSource } from './event-source.ts';
import { iamEvents } from './iam.ts';
import { kmsEvents } from './kms.ts';
import { organizationsEvents } from './organizations.ts';
import { s3Events } from './s3.ts';
import { snsEvents } from './sns.ts';

/** Every service whose calls wake Trailmend; the rules of the stack are made of this list. */
export const eventSources: readonly EventSource[] = [
  ...[s3Events, cloudtrailEvents, kmsEvents, snsEvents],
  ...[organizationsEvents, iamEvents],
];
