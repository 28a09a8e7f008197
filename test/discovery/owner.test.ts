import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bucketNamed } from '../../shared/discovery/found.ts';
import { ALONE, find, LOGS, mergeInto, ORGANIZATION, SECURITY, settingsIn } from './finding.ts';

const lines = (list: readonly string[], words: RegExp): readonly string[] => list.filter((line) => words.test(line));

describe('whose bucket it is', () => {
  it('a bucket that may not be read has a Region, and a right to ask for', async () => {
    const found = await find({ ...ORGANIZATION, denied: ['s3:ListBucket'] });
    assert.deepEqual(bucketNamed(found, 'org-logs'), {
      name: 'org-logs',
      isThere: true,
      region: 'eu-west-1',
      owner: null,
    });
    assert.deepEqual(
      found.unseen.map(({ missing }) => missing),
      [{ action: 's3:ListBucket', resource: 'org-logs' }],
    );
    const { text, notes } = mergeInto(null, found);
    assert.equal(settingsIn(text).trails[0]?.bucketOwner, undefined);
    const told = /`org-logs`.* without `bucketOwner` the file says that account 111122223333 does: fill it in/;
    assert.equal(lines(notes, told).length, 1);
    assert.match(notes.join(), /speak of logs: 555566667777 `Log Archive`$/);
    const filled = text.replace('"organizationId"', `"bucketOwner": "${LOGS}", "organizationId"`);
    assert.deepEqual(lines(mergeInto(filled, found).notes, told), []);
  });

  it('a bucket that is not there is said', async () => {
    const found = await find({ ...ALONE, buckets: {} });
    assert.equal(lines(found.notes, /`logs` does not exist/).length, 1);
  });

  it('trying owners ends, and says so', async () => {
    const accounts = Array.from({ length: 1_500 }, (_, at) => ({ id: `${300_000_000_000 + at}`, name: `a${at}` }));
    const { organization = { id: '', managementAccount: '' } } = ORGANIZATION;
    const found = await find({ ...ORGANIZATION, organization: { ...organization, accounts } });
    const tried = found.asked.filter((call) => call.startsWith('s3:ListBucket org-logs '));
    assert.equal(tried.length, 401);
    assert.equal(lines(found.notes, /400 accounts were tried.*not tried or could not be listed/).length, 1);
  });

  it('an account that S3 gave no answer about may be the owner, and is not said to be none', async () => {
    const found = await find({ ...ORGANIZATION, silent: [LOGS, SECURITY] });
    assert.equal(bucketNamed(found, 'org-logs')?.owner, null);
    const told = /4 accounts were tried.*of 2 of them S3 gave no answer \(SlowDown\): run again/;
    assert.equal(lines(found.notes, told).length, 1, found.notes.join('\n'));
    const other = await find({ ...ORGANIZATION, silent: [SECURITY] });
    assert.equal(bucketNamed(other, 'org-logs')?.owner?.account, LOGS);
    assert.deepEqual(lines(other.notes, /SlowDown/), []);
  });
});
