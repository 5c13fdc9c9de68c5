// The difference of two sets of recordings: two tests, or the whole store at two revisions of git.
import { h } from './dom.js';
import { count, line, plural, visible } from './text.js';
import { hunk } from './worddiff.js';

const most = 1000;

/** `wish` has the parameters of the comparison; `difference` is the answer. */
export function setView(wish, { verdict, changed = [], only_a: onlyA = [], only_b: onlyB = [], same = 0 }) {
  const isNothing = changed.length + onlyA.length + onlyB.length === 0;
  return [
    h('h2', { class: 'verdict' }, visible(line(verdict, 400))),
    isNothing ? h('p', { class: 'muted' }, same === 0 ? 'Neither side has a recording.' : `All ${plural(same, 'recording')} are the same.`) : null,
    section('Changed', changed, (each) => pair(wish, each)),
    section('Only in A', onlyA, (location) => h('li', { class: 'pair' }, place(location))),
    section('Only in B', onlyB, (location) => h('li', { class: 'pair' }, place(location))),
  ];
}

function section(title, all, item) {
  if (all.length === 0) {
    return null;
  }
  return h('section', { 'aria-label': title }, h('h3', {}, title, ' ', h('span', { class: 'badge' }, count(all.length))), h('ul', { class: 'pairs' }, all.slice(0, most).map(item)), all.length > most ? h('p', { class: 'muted' }, `and ${count(all.length - most)} more`) : null);
}

const place = (location) => h('bdi', { class: 'code', dir: 'ltr' }, visible(line(location, 300)));

// the words are drawn when somebody opens them
function pair(wish, { location_a: a, location_b: b, verdict, difference }) {
  const query = new URLSearchParams({ a, b, ...Object.fromEntries(Object.entries(wish).filter(([name, value]) => name.endsWith('_revision') && value)) });
  const link = h('a', { href: `#/diff?${query}`, 'aria-label': `Compare ${line(a, 200)}` }, 'Compare');
  const head = [place(a), a === b ? null : [' → ', place(b)], ' ', h('span', { class: 'muted' }, visible(line(verdict, 300)))];
  if (!difference) {
    return h('li', { class: 'pair' }, head, ' ', link);
  }
  const body = h('div', {});
  const draw = () => body.firstChild ?? body.append(...words(difference), link);
  return h('li', { class: 'pair' }, h('details', { ontoggle: (event) => event.target.open && draw() }, h('summary', {}, head), body));
}

function words({ words: hunks = [], tools = [], request = [] }) {
  const all = [...hunks.map(hunk), ...tools.flatMap(({ hunks: each }) => (each ?? []).map(hunk)), ...request.map(({ where, what, pieces }) => hunk({ where, pieces: pieces ?? [{ what: 'equal', text: what }] }))];
  return all.length > 0 ? all.slice(0, 100) : [h('p', { class: 'muted' }, 'The words are the same.')];
}
