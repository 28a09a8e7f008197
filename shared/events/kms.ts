import type { EventSource } from './event-source.ts';

/**
 * Calls on the trail's key; `keyId` is a bare ID or an ARN, never an alias (KMS developer guide, "Logging AWS KMS API calls").
 * CancelKeyDeletion is not among them: it breaks nothing that was not broken, and our own need not wake us. Nor is DeleteKey,
 * which KMS does by itself and logs as a service event that names no key; the schedule finds a key that is gone.
 */
export const kmsEvents: EventSource = {
  source: 'aws.kms',
  subject: 'keyId',
  eventNames: ['PutKeyPolicy', 'DisableKey', 'ScheduleKeyDeletion', 'DeleteImportedKeyMaterial'],
  documents: { PutKeyPolicy: 'key-policy' },
  breaks: 'every-trail',
};
