import type { EventSource } from './event-source.ts';

/**
 * Calls on the trail's key; `keyId` is a bare ID or an ARN, never an alias (KMS developer guide, "Logging AWS KMS API calls").
 * CancelKeyDeletion is not among them: it breaks nothing that was not broken, and our own need not wake us.
 */
export const kmsEvents: EventSource = {
  source: 'aws.kms',
  subject: 'keyId',
  eventNames: ['PutKeyPolicy', 'DisableKey', 'ScheduleKeyDeletion', 'DeleteImportedKeyMaterial', 'DeleteKey'],
  documents: { PutKeyPolicy: 'key-policy' },
};
