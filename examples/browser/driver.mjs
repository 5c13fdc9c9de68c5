// Runs a program in a page of Chromium, whose origin is not that of Reprise, and prints what it prints.
//
//   node driver.mjs ../node/openai.mjs NAME http://127.0.0.1:8000/t/NAME plain streamed …
//
// Environment: CHROMIUM names the browser (chromium or google-chrome of the PATH unless given).
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { delimiter, join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const [program, name, ...rest] = process.argv.slice(2);
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** The program as one script, for a page that plays the part of the process. */
async function bundle() {
  const parts = { argv: ['', name, ...rest], env: { SUITE_KEY: process.env.SUITE_KEY } };
  const { outputFiles } = await build({
    entryPoints: [program],
    bundle: true,
    write: false,
    format: 'esm',
    alias: { 'node:path': join(import.meta.dirname, 'path.mjs') },
    banner: { js: `globalThis.process = { ...${JSON.stringify(parts)}, exit: () => console.debug('ended') };` },
  });
  return outputFiles[0].text;
}

function servePage(script) {
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8' });
    response.end(isScript ? script : '<!doctype html><title>page</title><script type="module" src="/page.js"></script>');
  });
  return new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(server)));
}

function browser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const places = process.env.PATH.split(delimiter).flatMap((directory) => names.map((each) => join(directory, each)));
  const found = process.env.CHROMIUM ?? places.find((place) => existsSync(place));
  if (!found) {
    console.error('there is no Chromium on the PATH; install it, or name it: CHROMIUM=/path/to/chromium');
    process.exit(1);
  }
  return found;
}

const server = await servePage(await bundle());
const running = await chromium.launch({ executablePath: browser(), args: quiet });
const page = await running.newPage();
const ended = new Promise((done) => {
  page.on('console', (message) => (message.type() === 'debug' ? done() : message.type() === 'log' && console.log(message.text())));
  page.on('pageerror', (error) => done(console.log(`error: the page failed: ${error}`)));
  page.on('crash', () => done(console.log('error: the page crashed')));
});
await page.goto(`http://localhost:${server.address().port}/`);
await ended;
await running.close();
process.exit(0);
