// Differences of words, with signs and colours.
import { h } from './dom.js';
import { count, visible } from './text.js';

const sides = ['A', 'B'];
const deleted = (text, [a] = sides) => h('del', {}, h('span', { class: 'off-screen' }, ` only in ${a}: `), visible(text));
const inserted = (text, [, b] = sides) => h('ins', {}, h('span', { class: 'off-screen' }, ` only in ${b}: `), visible(text));

/** Pieces `{what, text, words}` of one hunk. */
export function pieces(all) {
  return h('div', { class: 'words', dir: 'auto' }, all.slice(0, 5000).map(({ what, text, words }) => (what === 'deleted' ? deleted(text) : what === 'inserted' ? inserted(text) : text === null || text === undefined ? h('span', { class: 'elided' }, ` … ${count(words)} equal words … `) : visible(text))));
}

export const hunk = ({ where, pieces: all }) => h('section', { class: 'hunk' }, h('h3', { class: 'where', dir: 'ltr' }, visible(where ?? '')), pieces(all ?? []));

const ofMiss = ['the recording', 'the request'];

/** The text of a miss, in git's form of a difference of words: `[-gone-]{+new+}`. */
export const marked = (text) => h('div', { class: 'words', dir: 'auto' }, markedNodes(text));

export function markedNodes(text) {
  const nodes = [];
  let end = 0;
  const whole = String(text ?? '').slice(0, 200_000);
  for (const match of whole.matchAll(/\[-([^]*?)-\]|\{\+([^]*?)\+\}/g)) {
    nodes.push(visible(whole.slice(end, match.index)), match[1] !== undefined ? deleted(match[1], ofMiss) : inserted(match[2], ofMiss));
    end = match.index + match[0].length;
  }
  return [nodes, visible(whole.slice(end))];
}
