import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { environment } from './environment';

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** A page with the record of what it asked for and complained about. */
export interface TestPage {
  page: Page;
  /** Addresses of all requests, those of workers among them. */
  requests: string[];
  /** Messages of uncaught errors. */
  errors: string[];
  /** Text of everything written to the console. */
  console: string[];
  screenshot(name: string): Promise<void>;
}

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: ARGUMENTS,
    timeout: 6 * environment.patienceMs,
  });
}

/** Opens a page in a context of its own; the host's first-visit tour and notice are dismissed. */
export async function openPage(browser: Browser): Promise<TestPage> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 } });
  context.setDefaultTimeout(environment.patienceMs);
  const page = await context.newPage();
  const record: TestPage = {
    page,
    requests: [],
    errors: [],
    console: [],
    async screenshot(name) {
      await mkdir(environment.screenshots, { recursive: true });
      await page.screenshot({ path: join(environment.screenshots, `${name}.png`) });
    },
  };
  context.on('request', request => record.requests.push(request.url()));
  page.on('pageerror', error => record.errors.push(error.message));
  page.on('console', message => record.console.push(message.text()));
  const notice = page.locator('[data-cy=confirm-and-hide-button]');
  await page.addLocatorHandler(notice, () => notice.click());
  const tour = page.getByText('Skip all');
  await page.addLocatorHandler(tour, () => tour.click());
  return record;
}
