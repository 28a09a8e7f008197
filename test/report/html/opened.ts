import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** Where screenshots are put, for people to look at. */
const SHOTS = fileURLToPath(new URL('../../../build/screenshots', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'trailmend-page-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A page that is open in the browser, and what it did that it must not do. */
export type Opened = { readonly page: Page; readonly misdeeds: string[] };

let files = 0;

/** Opens a page from a file, as people do. */
export async function opened(
  browser: Browser,
  text: string,
  options: BrowserContextOptions & { readonly hash?: string } = {},
): Promise<Opened> {
  const { hash = '', ...context } = options;
  files += 1;
  const file = join(folder, `${files}.html`);
  writeFileSync(file, text);
  const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1200, height: 900 }, ...context });
  const misdeeds: string[] = [];
  const url = pathToFileURL(file).href;
  page.on('console', (message) => misdeeds.push(message.text()));
  page.on('pageerror', (error) => misdeeds.push(error.message));
  page.on('dialog', (dialog) => misdeeds.push(`a dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) misdeeds.push(`asked for ${request.url()}`);
  });
  await page.goto(`${url}${hash}`);
  return { page, misdeeds };
}

/** Takes a picture of the whole page. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}

type Violation = { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly html: string }[] };

/** What an accessibility scan finds that is serious or critical (axe-core's own words), each with where it is. */
export async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate<readonly Violation[]>('axe.run().then((found) => found.violations)');
  assert.equal(await page.evaluate('typeof axe.run'), 'function');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/** Goes on with the Tab key until this is focused. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let times = 0; times < 60; times += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  assert.fail(`the Tab key does not lead to ${selector}`);
}

/** Waits, frame by frame, until this is true in the page: its policy lets nothing be evaluated from within. */
export async function until(page: Page, expression: string): Promise<void> {
  for (let frames = 0; frames < 600; frames += 1) {
    if (await page.evaluate<boolean>(expression)) return;
    await page.evaluate('new Promise(requestAnimationFrame)');
  }
  assert.fail(`it never was true: ${expression}`);
}
