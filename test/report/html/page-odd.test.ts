import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { recordsReport } from '../../../cli/output/report-page.ts';
import { startChromium, withoutChromium } from './chromium.ts';
import { opened } from './opened.ts';
import { BEGIN, recordsOfDays } from './records.ts';

describe('the report page, as few meet it,', { skip: withoutChromium }, () => {
  let browser: Browser;
  let report = '';
  before(async () => {
    [browser, report] = await Promise.all([
      startChromium(),
      recordsOfDays().then((records) => recordsReport(records, BEGIN + 432_000_000)),
    ]);
  });
  after(() => browser.close());

  it('takes an address that nothing can be read out of for one without filters', async () => {
    for (const hash of ['#%', '#%E0%A4', '#text=%E0%A4%A']) {
      const { page, misdeeds } = await opened(browser, report, { hash });
      assert.deepEqual(misdeeds, []);
      assert.match((await page.getByRole('status').textContent()) ?? '', /7 entries/);
    }
  });

  it('keeps the filters in the address of whoever jumps to the content', async () => {
    const { page } = await opened(browser, report, { hash: '#outcome=proven' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate('document.activeElement.id'), 'main');
    assert.equal(await page.evaluate('location.hash'), '#outcome=proven');
  });

  it('breaks no time of day, however narrow the page is', async () => {
    const { page } = await opened(browser, report, { viewport: { width: 320, height: 640 } });
    const heights = await page.evaluate<readonly number[]>(
      `[...document.querySelectorAll('.when time')].map((one) => Math.round(one.getBoundingClientRect().height))`,
    );
    assert.equal(new Set(heights).size, 1, heights.join(', '));
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
  });

  it('gives what was added the room of what was not there before', async () => {
    const { page } = await opened(browser, report);
    await page.locator('#toggle').click();
    const added = page.locator('.sides:has(.side:first-child .nothing)').first();
    const [before, after] = await added.locator('.side').all();
    const [nothing, statement] = [await before?.boundingBox(), await after?.boundingBox()];
    assert.ok((statement?.width ?? 0) > 5 * (nothing?.width ?? 0) && statement?.y === nothing?.y);
  });

  it('of a rollback alone says that nothing broke, and by nobody', async () => {
    const records = (await recordsOfDays()).filter(({ kind }) => kind === 'rollback');
    const { page } = await opened(browser, recordsReport(records, BEGIN));
    assert.deepEqual(await page.locator('.columns tbody').allTextContents(), ['none', 'none']);
  });
});
