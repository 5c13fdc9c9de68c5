// A store that is still being read or checked: what the page has of it is not all.
import assert from 'node:assert/strict';
import { until, withPage } from '../browser.mjs';
import { friendly, recording } from '../fake/answers.mjs';
import { fakeServer } from '../fake/server.mjs';

/** Opens the page on a server of which some routes answer otherwise. */
async function on(browser, hash, routes, test) {
  const server = await fakeServer({ ...friendly(), ...routes });
  try {
    await withPage(browser, server.url + hash, (page) => test(page, server));
  } finally {
    server.close();
  }
}

const finding = (index) => ({ location: recording(index).location, kind: 'credential', problem: 'API key (sk-…) in the request body' });
const asked = (server, path) => server.asked.filter((each) => each.split('?')[0] === `GET ${path}`).length;

export default {
  'a check of the store that is not finished is waited for, and then holds': (browser) => {
    const answers = [{ findings: [], complete: false }, { findings: [finding(1)], complete: false }, { findings: [finding(1), finding(2)], complete: true }];
    return on(browser, '#/store', { 'GET findings': () => (answers.length > 1 ? answers.shift() : answers[0]) }, async (page, server) => {
      await page.getByText('1 with credentials').waitFor();
      await page.getByText('2 with credentials').waitFor();
      assert.equal(asked(server, 'findings'), 3);
      assert.equal(asked(server, 'unused'), 1);
      await page.getByLabel('Filter').fill('haiku');
      await until(page, () => location.hash.includes('haiku'));
      await page.locator('.store-rows .row', { hasText: 'haiku' }).first().waitFor();
      while (asked(server, 'unused') < 2) {
        await new Promise(setImmediate);
      }
      assert.equal(asked(server, 'findings'), 3);
    });
  },

  'a check of the store goes on when the store is opened again': (browser) => {
    const state = { complete: false };
    return on(browser, '#/store', { 'GET findings': () => ({ findings: state.complete ? [finding(1)] : [], complete: state.complete }) }, async (page, server) => {
      await page.getByText('9 unused in the latest run').waitFor();
      await page.getByRole('link', { name: 'Live' }).click();
      await page.locator('.live-rows .row').first().waitFor();
      state.complete = true;
      const before = asked(server, 'findings');
      await page.waitForTimeout(2500); // in which the store would ask again
      assert.equal(asked(server, 'findings'), before);
      await page.getByRole('link', { name: 'Store' }).click();
      await page.getByText('1 with credentials').waitFor();
    });
  },

  'a list that is not finished goes on when the store is opened again': (browser) => {
    const state = { complete: false };
    const list = friendly()['GET recordings'];
    return on(browser, '#/store', { 'GET recordings': (query) => ({ ...list(query), ...(state.complete ? {} : { complete: false, read: 100, found: 240 }) }) }, async (page) => {
      await page.getByText('100 of 240 recordings read').waitFor();
      await page.getByRole('link', { name: 'Live' }).click();
      await page.locator('.live-rows .row').first().waitFor();
      state.complete = true;
      await page.getByRole('link', { name: 'Store' }).click();
      await page.getByText('240 recordings', { exact: true }).waitFor();
    });
  },

  'tests of a store that is still being read are asked for again, and the active one stays': (browser) => {
    const test = (name) => ({ test: name, recordings: 1, bytes: 900, requests: 0, missed: 0, unused: 0 });
    const state = { tests: [], complete: false };
    return on(browser, '#/store', { 'GET tests': () => ({ tests: state.tests.map(test), total: state.tests.length, cursor: null, complete: state.complete }) }, async (page, server) => {
      await page.getByText('0 tests so far').waitFor();
      state.tests = ['b'];
      await page.getByText('1 test so far').waitFor();
      await page.locator('.pane-tests .rows').focus();
      Object.assign(state, { tests: ['a', 'b'], complete: true });
      await page.getByText('2 tests', { exact: true }).waitFor();
      assert.equal(await page.locator('.pane-tests .row[aria-selected=true]').innerText().then((words) => words.trim()[0]), 'b');
      const before = asked(server, 'tests');
      await page.locator('.pane-tests .row', { hasText: 'a' }).click();
      await until(page, () => location.hash.includes('test=a'));
      assert.equal(asked(server, 'tests'), before);
    });
  },

  'another recording of the same question may come while the store is being read': (browser) => {
    const state = { recordings: [], complete: false };
    const list = friendly()['GET recordings'];
    return on(browser, `#/store/${encodeURIComponent(recording(1).location)}?tab=diff`, { 'GET recordings': (query) => (query.filter?.startsWith('key:') ? { recordings: state.recordings, total: 0, cursor: null, complete: state.complete } : list(query)) }, async (page) => {
      await page.getByText('The store is still being read; there may be more.').waitFor();
      Object.assign(state, { recordings: [recording(2)], complete: true });
      await page.getByRole('link', { name: /the same question/ }).waitFor();
      assert.equal(await page.getByText('The store is still being read').count(), 0);
    });
  },
};
