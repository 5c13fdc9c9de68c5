// All recordings of the store, by test, with what needs attention.
import { get } from './api.js';
import { copyButton } from './copy.js';
import { deleteTest, prune, startOver } from './deleting.js';
import { Detail } from './detail.js';
import { button, h, keepingFocus, replace } from './dom.js';
import { filterOf } from './filterfield.js';
import { status } from './outcome.js';
import { Pages } from './pages.js';
import { Rows } from './rows.js';
import { change, current } from './route.js';
import { empty, problem } from './say.js';
import { age, bytes, count, ends, line, plural } from './text.js';

const sorts = [['test', 'Test'], ['-recorded', 'Newest'], ['recorded', 'Oldest'], ['-bytes', 'Largest'], ['-chunks', 'Most chunks'], ['model', 'Model']];

// to find problems, the server reads the whole store: what it has found holds for so long, in ms, while somebody types a filter
const findingsHold = 60_000;
// what is not finished yet is asked for again after so long, in ms
const again = 2000;

export class Store {
  title = 'Store';
  hasTests = true;
  hasFilter = true;
  #app;
  #pages = null;
  #wish = null;
  #isWrong = false;
  #isSettled = false;
  #detail = new Detail();
  #note = h('div', { class: 'list-note' });
  #count = h('span', { class: 'muted', role: 'status' });
  #tools = h('span', { class: 'buttons' });
  #care = h('div', { class: 'care' });
  #sort = h('select', { 'aria-label': 'Sort', onchange: () => change({ sort: this.#sort.value === 'test' ? null : this.#sort.value }, { replace: true }) }, sorts.map(([value, name]) => h('option', { value }, name)));
  #unused = new Set();
  #problems = new Map();
  #foundAt = 0;
  #attending = new AbortController();
  #checking = null;
  // whether the check of the store was not waited for, because another view was opened
  #isInterrupted = false;
  #broken = [];
  #timer = null;
  #test = null;
  // the list that stays in sight while it is read again
  #unfinished = null;
  #toolsOf = undefined;

  constructor(app) {
    this.#app = app;
    this.rows = new Rows({
      label: 'recordings',
      class: 'store-rows',
      rowHeight: 42,
      render: (row, index) => this.#cells(row, index),
      need: (first, last) => this.#pages?.need(first, last),
      onActive: (row) => row && this.#app.soon(() => change({ id: row.location }, { replace: current().id !== null })),
      onOpen: (row) => row && change({ id: row.location }, { replace: current().id === row.location }),
    });
    this.list = h('div', { class: 'list' }, h('div', { class: 'list-head' }, this.#count, h('span', { class: 'grow' }), this.#tools, this.#sort), this.#care, this.#note, this.rows.element);
    this.detail = this.#detail.element;
    addEventListener('storechange', () => this.#reload());
  }

  show(route) {
    const { filter, test } = filterOf(route.query);
    const wish = this.#wishOf(route);
    this.#sort.value = route.query.get('sort') ?? 'test';
    if (wish !== this.#wish) {
      this.#wish = wish;
      this.#open(filter, test, route.query.get('sort'), wish === this.#unfinished);
    } else if (this.#isInterrupted) {
      this.#attend(test);
    }
    if (route.id) {
      this.#detail.show(route.id, route.query.get('tab'));
    } else {
      this.#detail.clear(h('p', { class: 'hint muted' }, 'Choose a recording to see what was said.'));
    }
  }

  #wishOf({ query }) {
    const { filter, test } = filterOf(query);
    return JSON.stringify([filter, test, query.get('sort')]);
  }

  hide() {
    clearTimeout(this.#timer);
    if (this.#isWrong || this.#unfinished !== null) {
      this.#wish = null; // to be told again, or to be read to the end
    }
  }

  #reload() {
    this.#wish = null;
    this.#foundAt = 0;
    if (current().view === 'store') {
      if (this.detail.contains(document.activeElement)) {
        this.rows.focus();
      }
      this.#unfinished = this.#wishOf(current()); // the list stays where it is until the new rows have come
      change({ id: null }, { replace: true });
      this.show(current());
    }
  }

  /** @param isAgain the same list, of which more has been read since, or less is there: it stays in sight until the first rows have come */
  #open(filter, test, sort, isAgain) {
    clearTimeout(this.#timer);
    this.#stopAttending();
    this.#pages?.stop();
    this.#app.filter.problem = null;
    this.#isWrong = false;
    this.#isSettled = false;
    if (!isAgain) {
      replace(this.#count, 'Searching …');
      replace(this.#note);
      this.#unfinished = null;
    }
    this.#pages = new Pages('recordings', { filter, test, sort }, 'recordings', (answer, error) => (error ? this.#failed(error) : this.#loaded(answer, filter || test)), { canJump: true });
    if (!isAgain) {
      this.rows.setSource(this.#pages);
    }
    this.#drawTools(test);
    this.#test = test;
  }

  // once for a test, so that a button keeps the focus while the list is read again
  #drawTools(test) {
    if (this.#toolsOf === test) {
      return;
    }
    this.#toolsOf = test;
    replace(this.#tools, test ? [button('Start over…', () => startOver(test), { class: 'quiet', title: 'Begins a new run of this test' }), button('Compare…', () => change({ view: 'diff', id: null, a_test: test }), { class: 'quiet' }), button('Delete test…', () => deleteTest(test, this.#app.tests.known(test)), { class: 'quiet' })] : [button('What changed…', () => change({ view: 'diff', id: null, a_revision: 'HEAD' }), { class: 'quiet', title: 'Compares the store with the last commit of git' }), button('Start over…', () => startOver(null), { class: 'quiet', title: 'Begins a new run of all tests' }), button('Prune…', () => prune(), { class: 'quiet' })]);
  }

  /** Whether the first rows are still to come. */
  get isLoading() {
    return this.#pages.loaded === 0 && !this.#isSettled;
  }

  #loaded(answer, isFiltered) {
    this.#isSettled = true;
    this.#broken = answer.broken ?? this.#broken;
    replace(this.#count, answer.complete === false ? this.#progress(answer, isFiltered) : plural(this.#pages.total, 'recording'));
    if (this.rows.source === this.#pages) {
      this.rows.refresh();
    } else {
      this.rows.setSource(this.#pages, { keep: true });
    }
    this.#app.listIsThere();
    replace(this.#note, this.#pages.total > 0 ? null : this.#empty(isFiltered));
    this.#drawCare();
    const isFirst = this.#pages.loaded === (answer.recordings ?? []).length;
    if (answer.complete === false) {
      this.#unfinished = this.#wish;
      this.#timer = setTimeout(() => (this.#wish = null, current().view === 'store' && this.show(current())), again);
    } else if (isFirst) {
      this.#unfinished = null;
      this.#attend(this.#test); // afterwards, because it reads the whole store once more
    }
  }

  #progress({ read, found }, isFiltered) {
    const progress = typeof found === 'number' ? `${count(read)} of ${plural(found, 'recording')} read` : 'Counting recordings …';
    return isFiltered ? `${plural(this.#pages.total, 'recording')} so far; ${progress}` : progress;
  }

  #failed(error) {
    this.#isSettled = true;
    this.#app.listIsThere();
    replace(this.#count);
    this.rows.setSource({ length: 0, at: () => undefined });
    if (error.status === 400) {
      this.#isWrong = true;
      this.#app.filter.problem = error;
      replace(this.#note, empty('The filter is wrong', 'No recording is shown. The text below the filter says what is wrong.'));
    } else {
      replace(this.#note, problem(error, () => (this.#wish = null, this.show(current()))));
    }
  }

  #empty(isFiltered) {
    if (isFiltered) {
      return empty('No recording fits', 'Remove a word from the filter, or choose another test.');
    }
    const command = 'reprise serve --mode record-if-missing --upstream https://api.example.com/v1';
    return empty('The store is empty', 'A server in this mode records each answer that it does not have:', command, copyButton(command, 'command'));
  }

  #stopAttending() {
    this.#attending.abort();
    clearTimeout(this.#checking);
    this.#isInterrupted = false;
  }

  /** @param isAgain whether only the check of the store goes on */
  async #attend(test, isAgain = false) {
    this.#stopAttending();
    this.#attending = new AbortController();
    const { signal } = this.#attending;
    const isKnown = Date.now() - this.#foundAt < findingsHold;
    const [one, two] = await Promise.allSettled([isAgain ? null : get('unused', { test }, { signal }), isKnown ? null : get('findings', {}, { signal })]);
    if (signal.aborted) {
      return;
    }
    if (!isAgain) {
      const unused = one.value ?? {}; // the list itself says what is wrong with the server
      this.#unused = new Set((unused.unused ?? []).map(({ location }) => location));
      this.unusedTotal = unused.total ?? this.#unused.size;
    }
    if (two.value) {
      this.#found(two.value, test);
    }
    this.rows.refresh();
    this.#drawCare();
  }

  #found({ findings, complete }, test) {
    this.#problems = new Map();
    for (const { location, kind, problem: words } of findings ?? []) {
      this.#problems.set(location, [...(this.#problems.get(location) ?? []), { kind, words }]);
    }
    if (complete === false) {
      this.#checkLater(test);
    } else {
      this.#foundAt = Date.now();
    }
  }

  // the server answers with what it has found so far
  #checkLater(test) {
    this.#checking = setTimeout(() => {
      if (current().view !== 'store') {
        this.#isInterrupted = true;
      } else if (document.hidden) {
        this.#checkLater(test);
      } else {
        this.#attend(test, true);
      }
    }, again);
  }

  #drawCare() {
    const credentials = [...this.#problems].filter(([, all]) => all.some(({ kind }) => kind === 'credential' || kind === 'credentials'));
    const said = new Set([...credentials.map(([location]) => location), ...this.#broken.map(({ location }) => location)]);
    const others = [...this.#problems].filter(([location]) => !said.has(location));
    const list = (title, items) => h('details', {}, h('summary', {}, title), h('ul', { class: 'file-list', tabindex: '0' }, items.slice(0, 200).map(([location, words]) => h('li', { dir: 'ltr' }, h('code', {}, line(location, 300)), ' ', h('span', { class: 'muted' }, line(words, 400))))));
    const words = (all) => all.map((each) => each.words).join('; ');
    const drawn = [
      this.#broken.length > 0 ? list(h('span', { class: 'badge badge-bad' }, `${count(this.#broken.length)} broken`), this.#broken.map(({ location, error }) => [location, error])) : null,
      credentials.length > 0 ? list(h('span', { class: 'badge badge-bad' }, `${count(credentials.length)} with credentials`), credentials.map(([location, all]) => [location, words(all)])) : null,
      others.length > 0 ? list(h('span', { class: 'badge badge-warn' }, plural(others.length, 'other finding')), others.map(([location, all]) => [location, words(all)])) : null,
      this.unusedTotal > 0 ? button(`${count(this.unusedTotal)} unused in the latest run`, () => change({ filter: 'is:unused', id: null }), { class: 'badge', id: 'unused', title: 'Recordings that no request has used since their test was started over, or since the server started. Tests that did not run do not count.' }) : null,
    ];
    keepingFocus(this.#care, () => replace(this.#care, drawn), () => this.rows.element);
  }

  #cells(row, index) {
    const found = this.#problems.get(row.location);
    const isLikeAnother = [index - 1, index + 1].some((other) => saysTheSame(row, this.rows.source.at(other)));
    const about = [line(row.model ?? row.upstream ?? row.path, 80), row.test ? line(row.test, 200) : null];
    return h(
      'div',
      { class: 'store-grid', role: 'presentation', title: line(row.location, 500) },
      h('span', { role: 'gridcell' }, status(row.status)),
      h('span', { role: 'gridcell', class: 'cell-two' }, h('span', { class: 'cell-said', dir: 'auto' }, h('bdi', { class: 'cell-main' }, line(row.title ?? row.path, 200)), row.answer ? h('bdi', { class: 'muted' }, h('span', { 'aria-hidden': 'true' }, '→ '), h('span', { class: 'off-screen' }, ' answer: '), line(row.answer, 100)) : null), h('span', { class: 'muted cell-parts' }, about.filter(Boolean).map((each) => h('bdi', {}, ends(each))), isLikeAnother ? h('bdi', { class: 'cell-key' }, `key ${line(row.key?.slice(0, 8))}`) : null)),
      h('span', { role: 'gridcell', class: 'cell-badges' }, this.#unused.has(row.location) ? h('span', { class: 'badge', title: 'The latest run of its test has not used it.' }, 'unused') : null, found ? h('span', { class: 'badge badge-bad', title: line(found.map(({ words }) => words).join('; '), 400) }, line(found[0].kind, 30)) : null, row.occurrence > 1 ? h('span', { class: 'badge' }, `answer ${count(row.occurrence)}`) : null, row.stream ? h('span', { class: 'badge', title: plural(row.chunks, 'chunk') }, `${count(row.chunks)} chunks`) : null),
      h('span', { role: 'gridcell', class: 'cell-two number' }, h('span', {}, bytes(row.bytes)), h('span', { class: 'muted' }, age(row.recorded_at))),
    );
  }

  get current() {
    return this.#detail;
  }
}

/** Whether two rows of the list would look alike. */
const saysTheSame = (one, other) => other !== undefined && ['title', 'answer', 'model', 'test', 'upstream', 'path', 'occurrence', 'stream'].every((member) => one[member] === other[member]);
