/** What KMS answers where a key's state does not let it be used. */
export type KeyStateError = 'DisabledException' | 'KMSInvalidStateException';

/**
 * Why a key of this state makes no data keys, or null if it does (facts §2.3). Of a key that is to be deleted, KMS
 * documents two errors; S3 has been seen to pass on the second.
 */
export function keyStateError(state: string): KeyStateError | null {
  if (state === 'Enabled' || state === 'Updating') return null;
  return state === 'Disabled' ? 'DisabledException' : 'KMSInvalidStateException';
}

/** Whether a key of this state takes a call that changes its state (KMS developer guide, "Key states"). */
export function letsChange(operation: string, state: string): boolean {
  const isPendingDeletion = state === 'PendingDeletion' || state === 'PendingReplicaDeletion';
  switch (operation) {
    case 'EnableKey':
    case 'DisableKey':
      return !isPendingDeletion && state !== 'PendingImport';
    case 'CancelKeyDeletion':
      return isPendingDeletion;
    case 'ScheduleKeyDeletion':
    case 'UpdateKeyDescription':
      return !isPendingDeletion;
    default:
      return true;
  }
}
