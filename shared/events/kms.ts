import type { EventSource } from './event-source.ts';

/** Calls on the trail's key; `keyId` is a bare ID or an ARN, never an alias (KMS developer guide, "Logging AWS KMS API calls"). */
export const kmsEvents: EventSource = {
  source: 'aws.kms',
  subject: 'keyId',
  eventNames: [
    'PutKeyPolicy',
    'DisableKey',
    'ScheduleKeyDeletion',
    'CancelKeyDeletion',
    'DeleteImportedKeyMaterial',
    'DeleteKey',
  ],
  documents: { PutKeyPolicy: 'key-policy' },
};
