// The pictures of the docs: written with PICTURES=1, otherwise only made.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { withPage } from '../browser.mjs';
import { friendly, recording } from '../fake/answers.mjs';
import { fakeServer } from '../fake/server.mjs';

const directory = join(import.meta.dirname, '../../docs/images');
const place = (index) => encodeURIComponent(recording(index).location);

const pictures = {
  'page-light': ['light', `#/live/${place(3)}`, '.parts-count'],
  'page-dark': ['dark', `#/store/${place(3)}`, '.parts-count'],
  'page-stream': ['light', `#/store/${place(1)}?tab=stream`, 'canvas.plot'],
  'page-miss': ['dark', '#/misses/1', '.miss del'],
  'page-diff': ['light', `#/diff?a=${place(1)}&b=${place(8)}&tab=timing`, 'canvas.plot'],
};

export default {
  'each picture of the docs can be made': async (browser) => {
    const server = await fakeServer(friendly());
    await mkdir(directory, { recursive: true });
    try {
      for (const [name, [colorScheme, hash, ready]] of Object.entries(pictures)) {
        await withPage(
          browser,
          server.url + hash,
          async (page) => {
            await page.locator(ready).first().waitFor();
            await page.locator('.counts .outcome').first().waitFor();
            await page.evaluate(() => document.fonts.ready);
            const picture = await page.screenshot(process.env.PICTURES ? { path: join(directory, `${name}.png`) } : {});
            assert.ok(picture.length < 250_000, `${name} has ${picture.length} bytes`);
          },
          { colorScheme, reducedMotion: 'reduce', viewport: { width: 1280, height: 720 } },
        );
      }
    } finally {
      server.close();
    }
  },
};
