import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { documentedPolicy } from '../trail/documented.ts';
import { SINGLE } from '../trail/trails.ts';
import { ACL, LOCK, policyOf, UNTOLD, WRITE } from './situations.ts';
import { argumentsFor, handOver, type Ran, trailmend } from './trailmend.ts';

async function pageOf(command: string, policy: Parameters<typeof handOver>[0]): Promise<Ran> {
  const { args, input } = handOver(policy);
  return trailmend([command, ...argumentsFor(SINGLE), ...args, '--format', 'html'], { input });
}

/** The text of a page, without its elements and its style. */
const textOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ');

describe('--format html', () => {
  it('gives `check` as one page, with the exit code as it is otherwise', async () => {
    const healthy = await pageOf('check', documentedPolicy(SINGLE));
    assert.deepEqual([healthy.exitCode, healthy.errors], [0, '']);
    assert.match(textOf(healthy.output), /example to example-logs: delivers/);
    assert.match(textOf(healthy.output), /Nothing is broken\./);
    const broken = await pageOf('check', policyOf(ACL, LOCK));
    assert.equal(broken.exitCode, 2);
    assert.match(textOf(broken.output), /example to example-logs: does not deliver/);
    assert.match(textOf(broken.output), /no statement allows CloudTrail to write log files for this trail/);
    assert.match(textOf(broken.output), /refused: s3:PutObject on arn:aws:s3:::example-logs\/AWSLogs\//);
    assert.match(textOf(broken.output), /Next: trailmend plan/);
    const untold = await pageOf('check', policyOf(ACL, UNTOLD));
    assert.equal(untold.exitCode, 1);
    assert.match(textOf(untold.output), /cannot be told/);
  });

  it('gives `plan` as one page, with each statement before and after', async () => {
    const { exitCode, output } = await pageOf('plan', policyOf(ACL, LOCK));
    assert.equal(exitCode, 2);
    assert.match(textOf(output), /The bucket policy of arn:aws:s3:::example-logs/);
    assert.match(textOf(output), /Before ?not there ?After ?\{ "Sid": "AWSCloudTrailWrite/);
    assert.match(textOf(output), /Left to people/);
    const nothing = await pageOf('plan', policyOf(ACL, WRITE));
    assert.deepEqual([nothing.exitCode, /Nothing to change\./.test(nothing.output)], [0, true]);
  });

  it('runs no script, loads nothing, and allows its own style alone', async () => {
    const sid = '</style></pre><script>1</script><img src=x onerror="1">\u202E\u2028';
    for (const command of ['check', 'plan']) {
      const { output } = await pageOf(command, policyOf(ACL, { ...LOCK, Sid: sid }));
      assert.doesNotMatch(output, /<script|<img|<link|[\u202E\u2028]|https?:/);
      assert.ok(output.includes('&lt;/style&gt;&lt;/pre&gt;&lt;script&gt;1'), command);
      const [, style = ''] = /<style>(.*?)<\/style>/s.exec(output) ?? [];
      const hash = createHash('sha256').update(style).digest('base64');
      assert.match(output, /default-src &#39;none&#39;/);
      assert.ok(output.includes(`style-src &#39;sha256-${hash}&#39;; script-src &#39;none&#39;`), command);
    }
  });
});
