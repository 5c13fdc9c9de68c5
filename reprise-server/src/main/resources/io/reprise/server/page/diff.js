// The difference of two recordings, of two tests or of two revisions, as the server computes it: in words, tools, shape, headers and time.
import { get } from './api.js';
import { setView } from './diffset.js';
import { h, replace, button } from './dom.js';
import { mark } from './mark.js';
import { change, current } from './route.js';
import { empty, problem } from './say.js';
import { StreamView } from './stream.js';
import { count, duration, line, visible } from './text.js';
import { hunk } from './worddiff.js';

const kinds = [['recordings', 'Two recordings'], ['tests', 'Two tests'], ['revisions', 'The store at two git revisions']];
const members = ['a', 'b', 'a_test', 'b_test', 'a_revision', 'b_revision'];

export class Diff {
  title = 'Diff';
  hasTests = false;
  hasFilter = false;
  #wish = null;
  #difference = null;
  #stream = null;
  #result = h('div', { class: 'diff-result' });
  #fields;
  #kind = h('select', { 'aria-label': 'What is compared', onchange: () => change({ ...Object.fromEntries(members.map((name) => [name, null])), tab: null, of: this.#kind.value === 'recordings' ? null : this.#kind.value }) }, kinds.map(([value, name]) => h('option', { value }, name)));

  constructor() {
    const field = (name, label, size) => h('input', { type: 'text', id: `diff-${name}`, name, 'aria-label': label, placeholder: label, size, spellcheck: 'false', autocomplete: 'off' });
    const side = (name) => ({ [name]: field(name, `${name.toUpperCase()}: a recording`, 40), [`${name}_test`]: field(`${name}_test`, `${name.toUpperCase()}: a test`, 40), [`${name}_revision`]: field(`${name}_revision`, `${name.toUpperCase()}: git revision`, 20) });
    const row = (name, fields) => h('div', {}, h('span', { class: 'side', 'aria-hidden': 'true' }, name), Object.values(fields));
    const [a, b] = [side('a'), side('b')];
    this.#fields = { ...a, ...b };
    this.element = h(
      'div',
      { class: 'whole-view', tabindex: '0', role: 'group', 'aria-label': 'difference' },
      h(
        'form',
        { class: 'diff-form', onsubmit: (event) => this.#submit(event) },
        h('div', {}, this.#kind),
        row('A', a),
        row('B', b),
        h('div', { class: 'buttons' }, h('button', { type: 'submit' }, 'Compare'), button('Swap', () => this.#swap(), { class: 'quiet' })),
      ),
      this.#result,
    );
  }

  #submit(event) {
    event.preventDefault();
    const values = Object.fromEntries(Object.entries(this.#fields).map(([name, input]) => [name, (!input.hidden && input.value) || null]));
    change({ ...values, tab: null });
  }

  #swap() {
    for (const [one, two] of ['', '_test', '_revision'].map((end) => [this.#fields[`a${end}`], this.#fields[`b${end}`]])) {
      [one.value, two.value] = [two.value, one.value];
    }
    this.element.querySelector('form').requestSubmit();
  }

  show({ id, query }) {
    if (id) {
      change({ id: null, a: query.get('a') ?? id }, { replace: true });
      return;
    }
    const wish = Object.fromEntries(Object.keys(this.#fields).map((name) => [name, query.get(name)]));
    const kind = kindOf(query);
    this.#kind.value = kind;
    for (const [name, input] of Object.entries(this.#fields)) {
      input.hidden = kind === 'recordings' ? name.endsWith('_test') : !name.endsWith(`_${kind.slice(0, -1)}`);
      if (document.activeElement !== input) {
        input.value = wish[name] ?? (name === 'a' ? (mark.get() ?? '') : name === 'a_revision' && kind === 'revisions' ? 'HEAD' : '');
      }
    }
    const text = JSON.stringify([kind, wish]);
    if (text !== this.#wish) {
      this.#wish = text;
      this.#load(wish, kind, text);
    } else if (this.#difference) {
      this.#draw(this.#difference, wish);
    }
  }

  hide() {
    this.#stream?.stop();
    this.#stream = null;
  }

  async #load(wish, kind, text) {
    this.#difference = null;
    this.#stream?.stop();
    this.#stream = null;
    if (!isWhole(wish, kind)) {
      replace(this.#result, nothingYet[kind]());
      return;
    }
    replace(this.#result, h('p', { class: 'muted' }, 'Comparing …'));
    try {
      const difference = await get('diff', wish);
      if (this.#wish === text) {
        this.#difference = difference;
        this.#draw(difference, wish);
      }
    } catch (error) {
      if (this.#wish === text) {
        replace(this.#result, problem(error, () => this.#load(wish, kind, text)));
      }
    }
  }

  #draw(difference, wish) {
    this.#stream?.stop();
    this.#stream = null;
    if (difference.changed) {
      replace(this.#result, setView(wish, difference));
      return;
    }
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
    return h('div', { class: 'timing-view' }, twoColumns(rows), this.#stream.element);
  }

  /** Shows the next or the previous kind of differences. */
  pick(index) {
    this.element.querySelectorAll('[role=tab]')[index]?.click();
  }

  play() {
    if (this.#stream) {
      this.#stream.toggle();
    } else if (this.#difference?.timing) {
      change({ tab: 'timing' }, { replace: true });
    }
  }

  get current() {
    return this;
  }
}

function kindOf(query) {
  const of = query.get('of');
  if (kinds.some(([name]) => name === of)) {
    return of;
  }
  return query.get('a_test') || query.get('b_test') ? 'tests' : !query.get('a') && !query.get('b') && query.get('a_revision') ? 'revisions' : 'recordings';
}

function isWhole(wish, kind) {
  return kind === 'tests' ? wish.a_test && wish.b_test : kind === 'revisions' ? wish.a_revision : wish.a && wish.b;
}

const nothingYet = {
  recordings: () => empty('Two recordings, side by side in words', 'Press m on a recording in the Store to mark it, open another one, and press d. From a terminal:', 'reprise diff A B'),
  tests: () => empty('Two tests', 'Name two tests to see what one asks or gets differently. From a terminal:', 'reprise diff --tests A B'),
  revisions: () => empty('What has changed since a commit', 'Name a revision of git as A. B is the store as it is now, unless you name another revision. From a terminal:', 'reprise diff --revision HEAD'),
};

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

function both(a = {}, b = {}) {
  const names = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])];
  const text = (value) => (value === undefined || value === null ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value));
  return names.map((name) => [name, text(a?.[name]), text(b?.[name])]);
}

function sectionsOf({ words = [], tools = [], shape, usage, headers = [], timing, request = [] }) {
  const shapes = [...both(shape?.a, shape?.b), ...both(usage?.a, usage?.b)];
  const changed = words.filter(({ pieces }) => (pieces ?? []).some(({ what }) => what !== 'equal'));
  const times = both(timing?.a, timing?.b).filter(([, a, b]) => a !== b).length;
  return [
    { name: 'words', title: 'Words', size: changed.length, draw: () => (words.length > 0 ? words.slice(0, 500).map(hunk) : nothing('words')) },
    { name: 'tools', title: 'Tool calls', size: tools.length, draw: () => (tools.length > 0 ? tools.map(({ name, what, hunks }) => h('section', { class: 'hunk' }, h('h3', { dir: 'ltr' }, visible(line(name, 200)), ' ', h('span', { class: 'badge' }, line(what, 60))), (hunks ?? []).map(hunk))) : nothing('tool calls')) },
    { name: 'request', title: 'Request', size: request.length, draw: () => (request.length > 0 ? request.map(({ where, what, pieces }) => hunk({ where, pieces: pieces ?? [{ what: 'equal', text: what }] })) : nothing('the request')) },
    { name: 'shape', title: 'Shape and usage', size: shapes.filter(([, a, b]) => a !== b).length, draw: () => (shapes.length > 0 ? twoColumns(shapes) : nothing('shape')) },
    { name: 'headers', title: 'Headers', size: headers.length, draw: () => (headers.length > 0 ? twoColumns(headers.map(({ name, a, b }) => [name, a, b])) : nothing('headers')) },
    { name: 'timing', title: 'Timing', size: times },
  ];
}

