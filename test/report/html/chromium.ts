import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

const isRunnable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The browser of this machine: CHROME_PATH, or the first one on PATH; null if there is none. */
function chromePath(): string | null {
  const { CHROME_PATH, PATH = '' } = process.env;
  if (CHROME_PATH !== undefined && CHROME_PATH !== '') return CHROME_PATH;
  const all = NAMES.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)));
  return all.find(isRunnable) ?? null;
}

const executablePath = chromePath();

/** Why tests of a page are left out; false where they are not. */
export const withoutChromium: string | false =
  executablePath === null && 'there is no Chromium on PATH or in CHROME_PATH (on Debian: apt-get install chromium)';

/** Starts the browser of this machine. The sandbox of Chromium does not work for root. */
export function startChromium(): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: executablePath ?? '', args });
}
