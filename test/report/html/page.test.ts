import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { recordsReport } from '../../../cli/output/report-page.ts';
import { startChromium, withoutChromium } from './chromium.ts';
import { barriers, opened, shoot, tabTo, until } from './opened.ts';
import { BEGIN, recordsOfDays } from './records.ts';

const PHONE = { width: 390, height: 844 };

const titles = (page: Page): Promise<readonly string[]> => page.locator('.incident:visible h4').allTextContents();

const hashOf = (page: Page): Promise<string> => page.evaluate<string>('location.hash');

const statusOf = async (page: Page): Promise<string | null> => page.getByRole('status').textContent();

/** Waits until the page shows so many incidents. */
const untilShown = (page: Page, count: number) =>
  until(page, `document.querySelectorAll('.incident:not([hidden])').length === ${count}`);

describe('the report page', { skip: withoutChromium }, () => {
  let browser: Browser;
  let report = '';
  before(async () => {
    [browser, report] = await Promise.all([
      startChromium(),
      recordsOfDays().then((records) => recordsReport(records, BEGIN + 432_000_000)),
    ]);
  });
  after(() => browser.close());

  it('shows every incident, the newest first, with the way from breaking to the proof', async () => {
    const { page, misdeeds } = await opened(browser, report);
    assert.deepEqual(await titles(page), [
      'The policy of arn:aws:s3:::example-logs was put back as it was',
      'No statement allows CloudTrail to read the bucket ACL for this trail',
      'No statement allows CloudTrail to write log files for this trail',
      'No statement allows CloudTrail to write log files for this trail',
      'No statement allows CloudTrail to publish to the topic for this trail',
      'No statement allows CloudTrail to read the bucket ACL for this trail',
      'No statement allows CloudTrail to write log files for this trail',
    ]);
    const states = await page.locator('.incident .state').allTextContents();
    assert.deepEqual(states, [
      ...['Put back by a person', 'Open', 'Right again, proof to come', 'Proven', 'Over'],
      ...['Right again, not proven', 'Proven'],
    ]);
    const steps = await page.locator('.incident').nth(3).locator('.steps li').allTextContents();
    assert.deepEqual(steps, [
      ...['Broke 11:59:56', 'Right again 12:00:00 after 4 s'],
      'Log file arrived 12:06:00 after 6 min',
    ]);
    const open = await page.locator('.incident').nth(1).locator('.steps li').allTextContents();
    assert.deepEqual(open, ['Found 12:00:00', 'Still open 2026-11-26 12:00:00 after 1 d']);
    assert.deepEqual(misdeeds, []);
  });

  it('has the totals at the top', async () => {
    const { page } = await opened(browser, report);
    const all = await page.locator('.totals > div').allTextContents();
    assert.deepEqual(all, [
      ...['Incidents6', 'Open1 1 more waits for proof', 'Proven2', 'Repairs8'],
      ...['Time to restore4 s median; longest 10 min', 'Time to proof6 min median; longest 6 min'],
    ]);
  });

  describe('is filtered by the keyboard alone', () => {
    /** A filter, what is pressed in it, the incidents that are left, and what the address says then. */
    const FILTERS: readonly [field: string, keys: readonly string[], left: number, hash: string][] = [
      ['text', [...'aws-CLI admin/jane'], 3, '#text=aws-CLI+admin%2Fjane'],
      ['severity', ['m'], 1, '#severity=medium'],
      ['outcome', ['p', 'r', 'o'], 2, '#outcome=proven'],
      ['trail', ['s', 'e', 'c'], 1, '#trail=arn%3Aaws%3Acloudtrail%3Aus-east-1%3A111122223333%3Atrail%2Fsecond'],
      ['from', [...'11242026'], 4, '#from=2026-11-24'],
      ['to', [...'11222026'], 2, '#to=2026-11-22'],
    ];
    for (const [field, keys, left, hash] of FILTERS) {
      it(`by ${field}, and back`, async () => {
        const { page, misdeeds } = await opened(browser, report);
        await tabTo(page, `[name=${field}]`);
        for (const key of keys) await page.keyboard.press(key);
        await untilShown(page, left);
        await until(page, `location.hash === ${JSON.stringify(hash)}`);
        assert.match((await statusOf(page)) ?? '', new RegExp(`^${left} of 7 entries: ${field} `));
        const again = await opened(browser, report, { hash });
        assert.equal((await titles(again.page)).length, left);
        assert.equal(await statusOf(again.page), await statusOf(page));
        await tabTo(page, 'button[type=reset]');
        await page.keyboard.press('Enter');
        await untilShown(page, 7);
        assert.deepEqual([await hashOf(page), await statusOf(page), misdeeds], ['', '7 entries', []]);
      });
    }
  });

  it('combines filters, hides days without incidents, and says when nothing fits', async () => {
    const { page } = await opened(browser, report, { hash: '#outcome=proven&from=2026-11-22' });
    assert.equal((await titles(page)).length, 1);
    assert.deepEqual(await page.locator('h3:visible').allTextContents(), ['2026-11-24']);
    await page.getByLabel('Text').fill('nowhere');
    await untilShown(page, 0);
    assert.ok(await page.getByText('No incident fits these filters.').isVisible());
  });

  it('ignores what an address says that is no filter', async () => {
    const { page, misdeeds } = await opened(browser, report, { hash: '#severity=%3Cb%3E&other=1&to=never' });
    assert.deepEqual([(await titles(page)).length, misdeeds], [7, []]);
  });

  it('leads from a rollback to the record that it put back, hidden or not', async () => {
    const { page } = await opened(browser, report, { hash: '#outcome=rolled-back' });
    await tabTo(page, '.incident summary');
    await page.keyboard.press('Enter');
    await tabTo(page, 'a[href^="#record-"]');
    await page.keyboard.press('Enter');
    await untilShown(page, 7);
    const [id] = (await hashOf(page)).match(/\d{8}T.*/) ?? [];
    assert.ok(await page.locator(`[id="record-${id}"] .diff`).isVisible());
  });

  it('opens and closes all evidence with one button', async () => {
    const { page } = await opened(browser, report);
    assert.equal(await page.locator('.evidence[open]').count(), 0);
    await tabTo(page, '#toggle');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('.evidence[open]').count(), 7);
    assert.equal(await page.locator('#toggle').textContent(), 'Close all evidence');
    const { width = 0 } = (await page.locator('.side').first().boundingBox()) ?? {};
    const [one, other] = await page.locator('.sides').first().locator('.side').all();
    const [left, right] = [await one?.boundingBox(), await other?.boundingBox()];
    assert.ok(width > 300 && left?.y === right?.y && (left?.x ?? 0) < (right?.x ?? 0), 'before and after side by side');
    await page.keyboard.press('Enter');
    assert.equal(await page.locator('.evidence[open]').count(), 0);
  });

  it('shows where the focus is', async () => {
    const { page } = await opened(browser, report);
    await tabTo(page, '#toggle');
    assert.equal(await page.evaluate(`getComputedStyle(document.activeElement).outlineStyle`), 'solid');
  });

  for (const scheme of ['light', 'dark'] as const) {
    for (const [name, viewport] of [
      ['desktop', { width: 1200, height: 900 }],
      ['phone', PHONE],
    ] as const) {
      it(`holds nobody back, in the ${scheme} scheme, on a ${name}`, async () => {
        const { page } = await opened(browser, report, { colorScheme: scheme, viewport });
        await shoot(page, `report-${name}-${scheme}`);
        await page.getByRole('button', { name: 'Open all evidence' }).click();
        await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
        assert.deepEqual(await barriers(page), []);
        await shoot(page, `report-${name}-${scheme}-evidence`);
        const width = await page.evaluate('document.documentElement.scrollWidth');
        assert.equal(width, viewport.width, 'nothing runs out of the page');
      });
    }
  }

  it('has dark letters on light ground, or the other way round, as the reader has it', async () => {
    const ground = async (colorScheme: 'light' | 'dark') => {
      const { page } = await opened(browser, report, { colorScheme });
      return page.evaluate('getComputedStyle(document.body).backgroundColor');
    };
    assert.deepEqual([await ground('light'), await ground('dark')], ['rgb(255, 255, 255)', 'rgb(17, 21, 26)']);
  });

  it('stacks before and after on a phone', async () => {
    const { page } = await opened(browser, report, { viewport: PHONE });
    await page.locator('#toggle').click();
    const [one, other] = await page.locator('.sides').first().locator('.side').all();
    const [above, below] = [await one?.boundingBox(), await other?.boundingBox()];
    assert.ok(above?.x === below?.x && (above?.y ?? 0) < (below?.y ?? 0));
  });

  it('prints the evidence without the filters, and is as it was afterwards', async () => {
    const { page } = await opened(browser, report, { hash: '#outcome=proven' });
    await page.emulateMedia({ media: 'print' });
    await until(page, `document.querySelectorAll('.evidence[open]').length === 7`);
    assert.equal(await page.locator('form:visible, button:visible').count(), 0);
    assert.ok(await page.locator('.incident:visible .diff').first().isVisible());
    assert.equal(await statusOf(page), '2 of 7 entries: outcome Proven');
    await shoot(page, 'report-print');
    await page.emulateMedia({ media: 'screen' });
    await until(page, `document.querySelectorAll('.evidence[open]').length === 0`);
  });

  it('shows everything without JavaScript, and no filter that would do nothing', async () => {
    const { page, misdeeds } = await opened(browser, report, { javaScriptEnabled: false });
    assert.equal(await page.locator('.incident:visible').count(), 7);
    assert.equal(await page.locator('.record:visible').count(), 13);
    assert.equal(await page.locator('form:visible, button:visible').count(), 0);
    assert.deepEqual(misdeeds, []);
  });

  it('of a thousand records grows with their number alone, and is filtered like any other', async () => {
    const records = await recordsOfDays();
    const times = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        records.map((one) => ({ ...one, id: `${one.id}-${at}`, incident: one.incident && `${one.incident}-${at}` })),
      ).flat();
    const [ten, many] = [times(10), times(77)].map((all) => recordsReport(all, BEGIN).length);
    assert.ok(many !== undefined && ten !== undefined && many < 7.9 * ten, `${ten} and ${many} characters`);
    const { page, misdeeds } = await opened(browser, recordsReport(times(77), BEGIN), { hash: '#severity=medium' });
    assert.equal(await statusOf(page), '77 of 539 entries: severity medium');
    await page.getByRole('button', { name: 'Open all evidence' }).click();
    assert.ok(await page.locator('.incident:visible .diff').first().isVisible());
    assert.deepEqual(misdeeds, []);
  });

  it('of no records says that there was no incident', async () => {
    const { page, misdeeds } = await opened(browser, recordsReport([], BEGIN));
    assert.ok(await page.getByText('No incident in this time.').isVisible());
    assert.deepEqual([await barriers(page), misdeeds], [[], []]);
  });
});
