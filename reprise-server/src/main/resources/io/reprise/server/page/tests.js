// The pane of tests: a tree with counts. One of them can be chosen.
import { get } from './api.js';
import { button, h, keepingFocus, property, replace } from './dom.js';
import { Rows } from './rows.js';
import { change } from './route.js';
import { problem } from './say.js';
import { bytes, count, ends, line, plural } from './text.js';
import { rowsOf, treeOf } from './tree.js';

const most = 100_000;
// while the store is still read, the tests are asked for again after so long, in ms
const again = 2000;

export class TestsPane {
  #tests = [];
  #rows = [];
  #folded = new Set();
  #chosen = null;
  #list;
  #note = h('div', { class: 'pane-note' });
  #loading = false;
  #isWanted = false;
  #isStale = true;
  #timer = null;

  constructor() {
    this.#list = new Rows({
      kind: 'tree',
      label: 'tests',
      rowHeight: 26,
      render: (row) => this.#cells(row),
      attributes: (row) => ({ 'aria-level': row.level, 'aria-expanded': row.isFolder ? String(!row.folded) : null, class: `row${this.#isChosen(row) ? ' row-chosen' : ''}${row.node.test ? '' : ' row-folder'}` }),
      onOpen: (row, index) => this.#open(row, index),
      onFold: (row, index, open) => row?.isFolder && row.folded === open && this.#fold(row, index),
    });
    this.element = h('div', { class: 'pane-body' }, this.#note, this.#list.element);
    addEventListener('storechange', () => this.load());
  }

  #isChosen(row) {
    return this.#chosen !== null && row.node.test && (row.node.test.test ?? '') === this.#chosen;
  }

  #cells({ node, name, level, isFolder, folded }) {
    return property(
      h(
        'div',
        { class: 'tree-row', title: line(node.test?.test ?? node.path, 500) },
        h('span', { class: `twist${isFolder ? (folded ? ' twist-folded' : ' twist-open') : ''}`, 'aria-hidden': 'true' }),
        h('span', { class: `tree-name${node.test?.test === null ? ' muted' : ''}`, dir: 'auto' }, ends(line(name, 300))),
        node.missed > 0 ? h('span', { class: 'badge badge-warn', title: plural(node.missed, 'miss', 'misses') }, count(node.missed), h('span', { class: 'off-screen' }, ' missed')) : null,
        node.unused > 0 ? h('span', { class: 'badge', title: `${plural(node.unused, 'recording')} that the latest run of the test has not used` }, count(node.unused), h('span', { class: 'badge-word' }, ' unused')) : null,
        h('span', { class: 'number muted', title: `${plural(node.recordings, 'recording')}, ${bytes(node.bytes)}` }, count(node.recordings)),
      ),
      '--level',
      String(level - 1),
    );
  }

  #open(row, index) {
    if (row.node.test) {
      const test = row.node.test.test ?? '';
      change({ test: this.#isChosen(row) ? null : test || '(none)', id: null });
    } else if (row.isFolder) {
      this.#fold(row, index);
    }
  }

  #fold(row, index) {
    if (row.folded) {
      this.#folded.delete(row.node.path);
    } else {
      this.#folded.add(row.node.path);
    }
    this.#draw();
    this.#list.point(index);
    return true;
  }

  choose(test) {
    const chosen = test === '(none)' ? '' : test;
    if (chosen !== this.#chosen) {
      this.#chosen = chosen;
      this.#list.refresh();
      this.#reveal();
    }
  }

  // unfolds what is above the chosen test, and brings it into sight
  #reveal() {
    if (this.#chosen === null || !this.#root) {
      return;
    }
    const above = [...this.#folded].filter((path) => this.#chosen.startsWith(path));
    above.forEach((path) => this.#folded.delete(path));
    if (above.length > 0) {
      this.#draw();
    }
    const index = this.#rows.findIndex((row) => this.#isChosen(row));
    if (index >= 0) {
      this.#list.activate(index, { quiet: true });
    }
  }

  known(test) {
    return this.#tests.find((each) => each.test === test) ?? null;
  }

  stale() {
    this.#isStale = true;
  }

  /** Loads the tests, if they may have changed since. */
  async freshen() {
    if (this.#isStale) {
      await this.load();
    }
  }

  async load() {
    if (this.#loading) {
      this.#isWanted = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#loading = true;
    this.#isWanted = false;
    this.#isStale = false;
    try {
      this.#show(await this.#all());
    } catch (error) {
      replace(this.#note, problem(error, () => this.load()));
    } finally {
      this.#loading = false;
    }
    if (this.#isWanted) {
      await this.load();
    }
  }

  async #all() {
    const tests = [];
    let answer = { cursor: null };
    do {
      answer = await get('tests', { limit: answer.cursor ? 5000 : 1000, cursor: answer.cursor });
      tests.push(...answer.tests);
    } while (answer.cursor && tests.length < most);
    return { tests, total: answer.total, isComplete: answer.complete !== false };
  }

  #show({ tests, total, isComplete }) {
    const wasShown = this.#tests.some((each) => (each.test ?? '') === this.#chosen);
    this.#tests = tests;
    this.#root = treeOf(tests);
    this.#draw();
    if (!wasShown) {
      this.#reveal();
    }
    const number = total > tests.length ? `the first ${count(tests.length)} of ${plural(total, 'test')}` : plural(tests.length, 'test');
    const hint = 'No test is known. A request names its test by the header X-Reprise-Test, or by a base URL that ends with /t/NAME.';
    const note = h('p', { class: 'muted' }, isComplete && tests.length === 0 ? hint : [`${number}${isComplete ? '' : ' so far'}`, this.#tools()]);
    keepingFocus(this.#note, () => replace(this.#note, note), () => this.#list.element);
    if (!isComplete) {
      this.#isStale = true;
      this.#loadLater();
    }
  }

  #loadLater() {
    this.#timer = setTimeout(() => (document.hidden ? this.#loadLater() : this.element.closest('[hidden]') === null && this.freshen()), again);
  }

  #tools() {
    return this.#root && [...this.#root.children.values()].some((node) => node.children.size > 0) ? button('Fold', () => this.#foldAll(), { class: 'quiet', id: 'fold-tests' }) : null;
  }

  #root = null;

  #foldAll() {
    const folders = rowsOf(this.#root, () => false).filter(({ isFolder }) => isFolder);
    if (this.#folded.size > 0) {
      this.#folded.clear();
    } else {
      folders.forEach(({ node }) => this.#folded.add(node.path));
    }
    this.#draw();
  }

  #draw() {
    const before = this.#rows[this.#list.active]?.node.path;
    this.#rows = rowsOf(this.#root, (path) => this.#folded.has(path));
    const place = this.#rows.findIndex(({ node }) => node.path === before);
    const active = place < 0 ? this.#list.active : place;
    this.#list.setSource({ length: this.#rows.length, at: (index) => this.#rows[index] }, { keep: true });
    this.#list.point(Math.min(active, this.#rows.length - 1));
  }

  focus() {
    this.#list.element.focus();
  }
}
