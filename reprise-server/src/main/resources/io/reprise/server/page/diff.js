// The difference of two recordings, as the server computes it: in words, tools, shape, headers and time.
import { get } from './api.js';
import { h, replace, button } from './dom.js';
import { mark } from './mark.js';
import { change, current } from './route.js';
import { empty, problem } from './say.js';
import { StreamView } from './stream.js';
import { count, duration, line, visible } from './text.js';
import { hunk } from './worddiff.js';

export class Diff {
  title = 'Diff';
  hasTests = false;
  hasFilter = false;
  #wish = null;
  #difference = null;
  #stream = null;
  #result = h('div', { class: 'diff-result' });
  #fields;

  constructor() {
    const field = (name, label, size) => h('input', { type: 'text', id: `diff-${name}`, name, 'aria-label': label, placeholder: label, size, spellcheck: 'false', list: name === 'a' || name === 'b' ? 'diff-known' : null });
    this.#fields = { a: field('a', 'A: a recording', 40), a_revision: field('a_revision', 'git revision', 12), b: field('b', 'B: a recording', 40), b_revision: field('b_revision', 'git revision', 12) };
    const { a, b, a_revision: revisionA, b_revision: revisionB } = this.#fields;
    this.element = h(
      'div',
      { class: 'whole-view', tabindex: '0', role: 'group', 'aria-label': 'difference' },
      h(
        'form',
        { class: 'diff-form', onsubmit: (event) => this.#submit(event) },
        h('div', {}, h('label', { for: 'diff-a' }, 'A'), a, revisionA),
        h('div', {}, h('label', { for: 'diff-b' }, 'B'), b, revisionB),
        h('div', { class: 'buttons' }, h('button', { type: 'submit' }, 'Compare'), button('Swap', () => this.#swap(), { class: 'quiet' })),
      ),
      this.#result,
    );
  }

  #submit(event) {
    event.preventDefault();
    const values = Object.fromEntries(Object.entries(this.#fields).map(([name, input]) => [name, input.value || null]));
    change({ ...values, tab: null });
  }

  #swap() {
    const { a, b, a_revision: revisionA, b_revision: revisionB } = this.#fields;
    [a.value, b.value, revisionA.value, revisionB.value] = [b.value, a.value, revisionB.value, revisionA.value];
    this.element.querySelector('form').requestSubmit();
  }

  show({ id, query }) {
    if (id) {
      change({ id: null, a: query.get('a') ?? id }, { replace: true });
      return;
    }
    const wish = Object.fromEntries(Object.keys(this.#fields).map((name) => [name, query.get(name)]));
    for (const [name, input] of Object.entries(this.#fields)) {
      if (document.activeElement !== input) {
        input.value = wish[name] ?? (name === 'a' ? (mark.get() ?? '') : '');
      }
    }
    const text = JSON.stringify(wish);
    if (text !== this.#wish) {
      this.#wish = text;
      this.#load(wish);
    } else if (this.#difference) {
      this.#draw(this.#difference, wish);
    }
  }

  hide() {
    this.#stream?.stop();
    this.#stream = null;
  }

  async #load(wish) {
    this.#difference = null;
    if (!wish.a || !wish.b) {
      replace(this.#result, empty('Two recordings, side by side in words', 'Press m on a recording in the Store to mark it, open another one, and press d. From a terminal:', 'reprise diff A B'));
      return;
    }
    replace(this.#result, h('p', { class: 'muted' }, 'Comparing …'));
    try {
      const difference = await get('diff', wish);
      if (this.#wish === JSON.stringify(wish)) {
        this.#difference = difference;
        this.#draw(difference, wish);
      }
    } catch (error) {
      replace(this.#result, problem(error, () => this.#load(wish)));
    }
  }

  #draw(difference, wish) {
    this.#stream?.stop();
    this.#stream = null;
    const sections = sectionsOf(difference);
    const now = sections.find(({ name }) => name === current().query.get('tab')) ?? sections[0];
    replace(
      this.#result,
      h('h2', { class: 'verdict' }, visible(line(difference.verdict, 400)), ' ', difference.coarse ? h('span', { class: 'badge badge-warn', title: 'the texts are so long that only larger pieces were compared' }, 'coarse') : null),
      h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'kinds of differences', onkeydown: arrows }, sections.map((each, index) => tab(each, each === now, index))),
      h('div', { class: 'tab-panel', role: 'tabpanel', id: 'diff-panel', 'aria-labelledby': `diff-tab-${now.name}`, tabindex: '0' }, now.name === 'timing' ? this.#timing(difference, wish) : now.draw()),
    );
  }

  #timing(difference, wish) {
    const { a = {}, b = {} } = difference.timing ?? {};
    const names = [['first_token_ms', 'first token'], ['first_chunk_ms', 'first chunk'], ['last_chunk_ms', 'last chunk'], ['gap_p50_ms', 'gap p50'], ['gap_p95_ms', 'gap p95'], ['gap_max_ms', 'longest gap']];
    const rows = [...names.map(([member, name]) => [name, duration(a?.[member]), duration(b?.[member])]), ['chunks', count(a?.chunks), count(b?.chunks)], ['tokens/s', a?.tokens_per_second ?? '–', b?.tokens_per_second ?? '–']];
    if (wish.a_revision || wish.b_revision) {
      return [twoColumns(rows), h('p', { class: 'muted' }, 'The plot shows only recordings that are in the store now.')];
    }
    this.#stream = new StreamView(wish.a, wish.b, { facts: false });
    return [twoColumns(rows), this.#stream.element];
  }

  /** Shows the next or the previous kind of differences. */
  pick(index) {
    this.element.querySelectorAll('[role=tab]')[index]?.click();
  }

  play() {
    if (this.#stream) {
      this.#stream.toggle();
    } else {
      change({ tab: 'timing' }, { replace: true });
    }
  }

  get current() {
    return this;
  }
}

const tab = ({ name, title, size }, isNow, index) => button([title, h('span', { class: `badge${size > 0 ? ' badge-accent' : ''}` }, count(size)), h('kbd', { 'aria-hidden': 'true' }, String(index + 1))], () => change({ tab: index === 0 ? null : name }, { replace: true }), { role: 'tab', id: `diff-tab-${name}`, 'aria-selected': String(isNow), 'aria-controls': isNow ? 'diff-panel' : null, tabindex: isNow ? '0' : '-1' });

function arrows(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const all = [...event.currentTarget.querySelectorAll('[role=tab]')];
    const { id } = all[(all.indexOf(event.target) + step + all.length) % all.length];
    document.getElementById(id).click();
    document.getElementById(id)?.focus();
  }
}

function twoColumns(rows) {
  return h('table', { class: 'two' }, h('thead', {}, h('tr', {}, h('td', {}), h('th', { scope: 'col' }, 'A'), h('th', { scope: 'col' }, 'B'))), h('tbody', {}, rows.map(([name, a, b]) => h('tr', { class: a === b ? '' : 'differs' }, h('th', { scope: 'row', dir: 'ltr' }, visible(line(name, 200))), h('td', { dir: 'auto' }, visible(line(a ?? '–', 2000))), h('td', { dir: 'auto' }, visible(line(b ?? '–', 2000)))))));
}

const nothing = (what) => h('p', { class: 'muted' }, `No difference in ${what}.`);

function members(a = {}, b = {}) {
  const names = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])];
  const text = (value) => (value === undefined || value === null ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value));
  return names.map((name) => [name, text(a?.[name]), text(b?.[name])]);
}

function sectionsOf({ words = [], tools = [], shape, usage, headers = [], timing, request = [] }) {
  const shapes = [...members(shape?.a, shape?.b), ...members(usage?.a, usage?.b)];
  const changed = words.filter(({ pieces }) => (pieces ?? []).some(({ what }) => what !== 'equal'));
  const times = members(timing?.a, timing?.b).filter(([, a, b]) => a !== b).length;
  return [
    { name: 'words', title: 'Words', size: changed.length, draw: () => (words.length > 0 ? words.slice(0, 500).map(hunk) : nothing('words')) },
    { name: 'tools', title: 'Tool calls', size: tools.length, draw: () => (tools.length > 0 ? tools.map(({ name, what, hunks }) => h('section', { class: 'hunk' }, h('h3', { dir: 'ltr' }, visible(line(name, 200)), ' ', h('span', { class: 'badge' }, line(what, 60))), (hunks ?? []).map(hunk))) : nothing('tool calls')) },
    { name: 'request', title: 'Request', size: request.length, draw: () => (request.length > 0 ? request.map(({ where, what, pieces }) => hunk({ where, pieces: pieces ?? [{ what: 'equal', text: what }] })) : nothing('the request')) },
    { name: 'shape', title: 'Shape and usage', size: shapes.filter(([, a, b]) => a !== b).length, draw: () => (shapes.length > 0 ? twoColumns(shapes) : nothing('shape')) },
    { name: 'headers', title: 'Headers', size: headers.length, draw: () => (headers.length > 0 ? twoColumns(headers.map(({ name, a, b }) => [name, a, b])) : nothing('headers')) },
    { name: 'timing', title: 'Timing', size: times },
  ];
}

