import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { recordsReport } from '../../../cli/output/report-page.ts';
import { plainText } from '../../../shared/plain-text.ts';
import { startChromium, withoutChromium } from './chromium.ts';
import { opened } from './opened.ts';
import { BEGIN, recordOfEverything } from './records.ts';

const HOSTILE: Readonly<Record<string, string>> = {
  'a script': '<script>window.hacked = 1</script>',
  'the end of the script': '</script><script>window.hacked = 1</script>',
  'the end of the style': '</style><style>* { display: none }</style>',
  'an attribute in double quotes': '"><img src=x onerror="window.hacked = 1">',
  'an attribute in single quotes': "' autofocus onfocus='window.hacked = 1' x='",
  'elements that need no end': '<svg onload=window.hacked=1><base href=//192.0.2.1><meta http-equiv=refresh content=0>',
  'what ends every element of the page': '</code></bdi></pre></li></ul></details></article></main></body></html><!--',
  entities: '&lt;b&gt; &amp;amp; &#x3c;script&#x3e;',
  'an address that is a script': 'javascript:window.hacked=1',
  'letters that turn what stands around them': 'jane\u202Egpj.exe\u2066\u200F',
  'separators of lines and paragraphs': 'one\u2028two\u2029three',
  'control characters': 'a\u0000b\u0007c\u001b[31md\u009be\r\nf',
  'other scripts': 'שלום مرحبا 名前 Ωμέγα e\u0301',
  'half a character': 'x\uD83D y',
  templates: '${window.hacked} {{7*7}} <%= 7 %>',
  'what JSON escapes': '\\u003cscript\\u003e "quoted" \\',
  'a hundred thousand letters': 'mozilla '.repeat(12_500),
};

/** The elements of a page, in their order, with the names of their attributes. */
const structureOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(
    `[...document.querySelectorAll('*')].map((one) => [one.tagName, ...one.getAttributeNames()].join(' '))`,
  );

const textsOf = (page: Page, selector: string): Promise<readonly string[]> => page.locator(selector).allTextContents();

describe('text that others control is text in the page', { skip: withoutChromium }, () => {
  let browser: Browser;
  let harmless: readonly string[] = [];
  const pageOf = (text: string): string => recordsReport([recordOfEverything(text)], BEGIN);
  before(async () => {
    browser = await startChromium();
    harmless = await structureOf((await opened(browser, pageOf('harmless'))).page);
  });
  after(() => browser.close());

  for (const [name, text] of Object.entries(HOSTILE)) {
    it(name, async () => {
      const { page, misdeeds } = await opened(browser, pageOf(text));
      assert.deepEqual(await structureOf(page), harmless, 'there is no element or attribute more than otherwise');
      assert.deepEqual([misdeeds, await page.evaluate('window.hacked')], [[], undefined]);
      const [principal, eventName] = await textsOf(page, '.record > p:nth-of-type(1) code');
      assert.deepEqual([principal, eventName], [plainText(text, 300), plainText(text, 100)]);
      const [suggestion] = await textsOf(page, '.record .plain pre span');
      assert.equal(suggestion, plainText(text, 2_000));
      const [sid = ''] = await textsOf(page, '.diff ins');
      assert.ok(text.length > 300 || JSON.parse(sid.replace('"Sid": ', '')) === text, sid);
      const report = pageOf(text);
      assert.ok(report.length < 60_000, `${report.length} characters of one record`);
      assert.equal(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.exec(report.replaceAll('\n', '')), null);
    });
  }

  it('can be searched for, and filtered by, as it is shown', async () => {
    const text = 'a"<b>&\u202E trail';
    const { page } = await opened(browser, pageOf(text));
    await page.getByLabel('Trail').selectOption({ index: 1 });
    assert.equal(await page.locator('.incident:visible').count(), 1);
    await page.getByLabel('Text').fill('a"<b>&');
    assert.equal(await page.locator('.incident:visible').count(), 1);
  });
});
