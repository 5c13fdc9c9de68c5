// The packaged program's own page: a scripted store, real requests, and every view.
import assert from 'node:assert/strict';
import { axe, withPage } from '../browser.mjs';
import { startProgram } from '../program.mjs';

export default {
  'the demo: a browser is led from / to the page, sees requests come, and what they missed': async (browser) => {
    const server = await startProgram(['serve', '--demo', '--port', '0']);
    try {
      await withPage(browser, `${server.url}/`, async (page) => {
        assert.equal(new URL(page.url()).pathname, '/__reprise/');
        await page.locator('.lamp-open').waitFor();
        await fetch(`${server.url}/v1/chat/completions`, { method: 'POST', headers: { 'x-reprise-test': 'tests/a' }, body: JSON.stringify({ model: '<b>m', messages: [{ role: 'user', content: '<img src=x onerror=alert(1)>' }] }) });
        await page.locator('.live-rows .row', { hasText: 'missed' }).click();
        await page.getByText('Nearest recording').waitFor();
        await page.locator('.miss ins', { hasText: '<img src=x onerror=alert(1)>' }).waitFor();
        assert.deepEqual(await axe(page), []);
        await page.getByRole('link', { name: 'Faults & paces' }).click();
        await page.getByRole('button', { name: 'cut,after=3; first=1' }).click();
        await page.getByRole('region', { name: 'Faults' }).getByRole('button', { name: 'Switch on' }).click();
        await page.getByText('1 fault is on.').waitFor();
        await page.getByRole('button', { name: 'Switch off cut,after=3; first=1' }).click();
        await page.getByText('1 fault is on.').waitFor({ state: 'hidden' });
      });
    } finally {
      await server.stop();
    }
  },

  'each example of a fault and of a pace is a rule': async (browser) => {
    const server = await startProgram(['serve', '--demo', '--port', '0']);
    try {
      await withPage(browser, `${server.url}/__reprise/#/faults`, async (page) => {
        for (const [kind, title] of [['faults', 'Faults'], ['pace', 'Paces']]) {
          const half = page.getByRole('region', { name: title });
          for (const rule of await half.locator('.examples button').allInnerTexts()) {
            const answer = await fetch(`${server.url}/__reprise/${kind}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ rules: [rule] }) });
            assert.equal(answer.status, 200, `'${rule}': ${await answer.text()}`);
          }
        }
      });
    } finally {
      await server.stop();
    }
  },
};
