// How texts, sizes and times look.
import { h } from './dom.js';

// control characters but tab and line feed, direction marks and overrides, characters without a width, the byte order mark; a joiner after a
// Latin letter joins nothing
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e007f}\u{e0100}-\u{e01ef}]|(?<=[ -~])[\u200c\u200d]/gu;
const manyMarks = /(\p{M}{8})\p{M}+/gu;

function name(character) {
  const code = character.codePointAt(0);
  return code < 0x20 ? String.fromCodePoint(0x2400 + code) : code === 0x7f ? '\u2421' : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A text in one line, for rows and attributes: what cannot be seen is written as its name. */
export function line(text, limit = 400) {
  const whole = String(text ?? '');
  const cut = whole.length > limit ? `${whole.slice(0, limit)}…` : whole;
  return cut.replace(/[\r\n]+/g, ' ⏎ ').replace(unseen, (each) => `‹${name(each)}›`).replace(manyMarks, '$1…').toWellFormed();
}

/** A text whose end stays in sight where there is not enough room for it: names of tests begin alike. */
export function ends(text) {
  const whole = String(text);
  // in other scripts a text that is cut in two may change its order
  const at = whole.length > 24 && /^[ -~]+$/.test(whole) ? whole.length - 14 : whole.length;
  return h('span', { class: 'ends' }, h('span', { class: 'ends-head' }, whole.slice(0, at)), at < whole.length ? h('span', { class: 'ends-tail' }, whole.slice(at)) : null);
}

/** The nodes of a text, where what cannot be seen is a mark. */
export function visible(text) {
  const nodes = [];
  let end = 0;
  const whole = String(text ?? '').replace(/\r\n/g, '\n').replace(manyMarks, '$1…').toWellFormed();
  for (const match of whole.matchAll(unseen)) {
    if (nodes.length > 4000) {
      break;
    }
    nodes.push(whole.slice(end, match.index), h('span', { class: 'unseen' }, name(match[0])));
    end = match.index + match[0].length;
  }
  nodes.push(nodes.length > 4000 ? whole.slice(end).replace(unseen, '\ufffd') : whole.slice(end));
  return nodes;
}

const decimals = new Intl.NumberFormat('en');

export const count = (number) => (number === null || number === undefined ? '–' : decimals.format(number));

export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

export function bytes(number) {
  if (number === null || number === undefined) {
    return '–';
  }
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let value = number;
  let unit = 0;
  while (value >= 1024 && unit < 3) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

export function duration(ms) {
  if (ms === null || ms === undefined) {
    return '–';
  }
  if (ms < 1000) {
    return `${ms < 10 && ms % 1 !== 0 ? ms.toFixed(1) : Math.round(ms)} ms`;
  }
  return ms < 60_000 ? `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s` : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

export function age(at, now = Date.now()) {
  const seconds = (now - Date.parse(at)) / 1000;
  if (!at || Number.isNaN(seconds)) {
    return '–';
  }
  const steps = [[60, 1, 's'], [3600, 60, 'min'], [86_400, 3600, 'h'], [86_400 * 60, 86_400, 'd'], [86_400 * 730, 86_400 * 30, 'months'], [Infinity, 86_400 * 365, 'years']];
  const [, unit, word] = steps.find(([below]) => seconds < below);
  return `${Math.max(0, Math.floor(seconds / unit))} ${word}`;
}

export function clock(at) {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? '–' : time.toTimeString().slice(0, 8);
}

export const money = (usd) => (usd === null || usd === undefined ? '–' : `$${usd}`);
