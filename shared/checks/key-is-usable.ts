import { broken, type Check, healthy, notApplicable } from './check.ts';
import { isKeyUsable } from './parts/key-state.ts';
import { READ_KEY, READ_TRAIL } from './parts/rights.ts';
import { shownBy } from './parts/value.ts';

/** What each state asks of a person, where nothing can be called from here. */
const WAIT: Readonly<Record<string, string>> = {
  PendingImport: 'import the key material again, or name another key with aws cloudtrail update-trail',
  Unavailable: 'bring the custom key store back, or name another key with aws cloudtrail update-trail',
  PendingReplicaDeletion:
    'name another key with aws cloudtrail update-trail: this one is deleted once its replicas are gone',
  Creating: 'wait until KMS has created the key',
};

/** The trail's key can encrypt. */
export const keyIsUsable: Check = {
  id: 'key-is-usable',
  title: 'The key that the trail names can encrypt',
  severity: 'critical',
  mode: 'alert',
  why:
    'CloudTrail delivers nothing under a key that is disabled, deleted or waiting to be. A deletion is taken back by default, ' +
    'which leaves the key disabled; a key may be disabled on purpose, so that enabling it is a matter of the settings.',
  byHand:
    'aws kms cancel-key-deletion, which leaves the key disabled, and then aws kms enable-key. A key that is gone cannot be brought back: name another with `aws cloudtrail update-trail`.',
  reference: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html',
  permissions: [
    ...READ_TRAIL,
    ...READ_KEY,
    { action: 'kms:CancelKeyDeletion', target: 'key', access: 'repair', byDefault: true },
    { action: 'kms:EnableKey', target: 'key', access: 'repair' },
  ],
  evaluate: (observation) => {
    const { key, trail } = observation;
    const resource = trail.kmsKeyArn;
    if (resource === null) return notApplicable('the trail has no key');
    const name = `the key \`${resource}\``;
    const another = `aws cloudtrail update-trail --name ${trail.arn} --kms-key-id A-KEY-OF-YOURS`;
    const gone = broken(`${name} does not exist`, {
      advice: [{ message: 'name another key: what is gone cannot be brought back', suggestion: another }],
    });
    const shown = shownBy(key, gone, `${name} could not be looked at`);
    if ('finding' in shown) return shown.finding;
    if (isKeyUsable(observation) === true) return healthy(`${name} is enabled`);
    const { state, isSymmetric } = shown.value;
    if (!isSymmetric) {
      const advice = { message: 'name a symmetric key', suggestion: another };
      return broken(`${name} is no symmetric encryption key, and CloudTrail takes no other`, { advice: [advice] });
    }
    if (state === 'PendingDeletion') {
      return broken(`${name} is scheduled for deletion`, {
        repair: { kind: 'cancel-key-deletion', resource },
        mode: 'restore',
      });
    }
    if (state === 'Disabled') return broken(`${name} is disabled`, { repair: { kind: 'enable-key', resource } });
    const suggestion = WAIT[state] ?? `look at the key with aws kms describe-key --key-id ${resource}`;
    return broken(`${name} cannot encrypt: it is ${state}`, {
      advice: [{ message: `the key is ${state}`, suggestion }],
    });
  },
};
