// A browser, and pages that notice what must never happen.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'];

export async function launch() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const places = process.env.PATH.split(delimiter).flatMap((directory) => names.map((name) => join(directory, name)));
  const executablePath = process.env.CHROMIUM ?? places.find((place) => existsSync(place));
  assert.ok(executablePath, 'there is no Chromium on the PATH; install it, or name it: CHROMIUM=/path/to/chromium');
  return chromium.launch({ executablePath, args: quiet });
}

const slow = Number(process.env.SLOW ?? 0);
let seed = Number(process.env.SEED ?? Date.now() % 100_000);
if (slow) {
  console.log(`slow by ${slow}, SEED=${seed}`);
}

/** With `SLOW=6` the page runs six times slower, and answers come late and in another order, to find what a test does not wait for. */
export async function slowed(page) {
  if (!slow) {
    return;
  }
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slow });
  await page.route(/__reprise\/(?!page\/|\?|$|#)/, async (route) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    await new Promise((done) => setTimeout(done, seed % 300));
    await route.continue().catch(() => {}); // the page may have left it
  });
}

/** Opens `url` and calls `test(page)`. Fails on errors of scripts, violations of the policy and requests to any other host. */
export async function withPage(browser, url, test, options = {}) {
  const { expected = /Failed to load resource/, ...rest } = options;
  const context = await browser.newContext({ viewport: { width: 1440, height: 860 }, permissions: ['clipboard-read', 'clipboard-write'], ...rest });
  const page = await context.newPage();
  const problems = [];
  page.setDefaultTimeout(30_000);
  page.on('pageerror', (error) => problems.push(`error: ${error.stack}`));
  page.on('console', (message) => message.type() === 'error' && !expected.test(message.text()) && problems.push(`console: ${message.text()}`));
  page.on('request', (request) => !request.url().startsWith(new URL(url).origin) && !/^(blob|about|data):/.test(request.url()) && problems.push(`request to ${request.url()}`));
  page.on('dialog', (dialog) => (problems.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on('popup', (popup) => problems.push(`window: ${popup.url()}`));
  page.on('framenavigated', (frame) => !frame.url().startsWith(new URL(url).origin) && frame.url() !== 'about:blank' && problems.push(`navigation to ${frame.url()}`));
  await page.addInitScript(() => addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`)));
  try {
    await slowed(page);
    await page.goto(url);
    await test(page);
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

/** What axe finds on the page; a page with a strict policy lets it in through the debugger. */
export async function axe(page, only) {
  await page.evaluate(await (await import('node:fs/promises')).readFile(axeFile, 'utf8'));
  const { violations } = await page.evaluate((rules) => axe.run(document, { resultTypes: ['violations'], ...(rules && { runOnly: rules }) }), only);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => `${node.target} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
}

export const press = async (page, ...keys) => {
  for (const key of keys) {
    await page.keyboard.press(key);
  }
};

/** Waits until a condition in the page holds. */
export const until = (page, condition, argument) => page.waitForFunction(condition, argument, { polling: 50 });
