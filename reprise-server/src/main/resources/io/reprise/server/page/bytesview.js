// One side of an exchange as it is: its line, its headers, its bytes.
import { request } from './api.js';
import { copyButton } from './copy.js';
import { button, h, replace } from './dom.js';
import { problem } from './say.js';
import { bytes, line, visible } from './text.js';

const step = 100_000;

/** `side` is `request` or `answer`; `shown` is the answer of `recordings/show`. */
export function bytesView(location, side, shown) {
  const one = side === 'request' ? shown.request : shown.response;
  const first = side === 'request' ? `${one?.method ?? ''} ${one?.path ?? ''}${one?.query ? `?${one.query}` : ''}` : `${one?.status ?? ''}`;
  const body = h('div', { class: 'body' }, h('p', { class: 'muted' }, 'Loading …'));
  loadBody(body, location, side);
  return h(
    'div',
    { class: 'bytes-view' },
    h('p', { class: 'start-line' }, h('code', { dir: 'ltr' }, visible(line(first, 4000))), one?.ending && one.ending !== 'complete' ? h('span', { class: 'badge badge-warn' }, `ending: ${line(one.ending, 40)}`) : null),
    headers(one?.headers ?? []),
    h('div', { class: 'toolbar' }, h('span', { class: 'label' }, 'Body'), h('span', { class: 'muted' }, `${bytes(one?.bytes)} ${line(one?.content_type ?? '', 100)}`)),
    body,
  );
}

function headers(pairs) {
  if (pairs.length === 0) {
    return h('p', { class: 'muted' }, 'No headers are recorded.');
  }
  return h('div', { class: 'wide-table', tabindex: '0', role: 'group', 'aria-label': 'headers' }, h('table', { class: 'headers' }, h('tbody', {}, pairs.slice(0, 500).map(([name, value]) => h('tr', {}, h('th', { scope: 'row', dir: 'ltr' }, visible(line(name, 200))), h('td', { dir: 'ltr' }, visible(line(value, 8000))))))));
}

async function loadBody(place, location, side) {
  try {
    const response = await request('recordings/body', { location, side });
    const data = new Uint8Array(await response.arrayBuffer());
    if (data.length === 0) {
      replace(place, h('p', { class: 'muted' }, 'There is no body.'));
      return;
    }
    const isText = (response.headers.get('content-type') ?? '').startsWith('text/');
    draw(place, data, isText, step);
  } catch (error) {
    replace(place, problem(error, () => loadBody(place, location, side)));
  }
}

function draw(place, data, isText, limit) {
  const part = data.subarray(0, isText ? limit : limit / 16);
  const text = isText ? new TextDecoder().decode(part) : hex(part);
  const rest = data.length - part.length;
  replace(
    place,
    h('pre', { class: 'raw-bytes', tabindex: '0', dir: 'ltr', role: 'group', 'aria-label': 'bytes' }, isText ? visible(text) : text),
    h('div', { class: 'toolbar' }, copyButton(() => (isText ? new TextDecoder().decode(data) : hex(data)), 'body'), rest > 0 ? button(`Show more: ${bytes(rest)} are left`, () => draw(place, data, isText, limit * 4), { class: 'quiet' }) : null),
  );
}

function hex(data) {
  const lines = [];
  for (let at = 0; at < data.length; at += 16) {
    const row = [...data.subarray(at, at + 16)];
    const digits = row.map((each) => each.toString(16).padStart(2, '0')).join(' ');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${digits.padEnd(47)}  ${row.map((each) => (each > 0x1f && each < 0x7f ? String.fromCharCode(each) : '.')).join('')}`);
  }
  return lines.join('\n');
}
