// Requests that had no recording.
import { Detail } from './detail.js';
import { h, replace } from './dom.js';
import { filterOf, testTerm } from './filterfield.js';
import { missView, reasons } from './missdetail.js';
import { Pages } from './pages.js';
import { Rows } from './rows.js';
import { change, current } from './route.js';
import { empty, problem } from './say.js';
import { ends, line, plural } from './text.js';
import { markedNodes } from './worddiff.js';

export class Misses {
  title = 'Misses';
  hasTests = true;
  hasFilter = true;
  #app;
  #pages = null;
  #detail = new Detail();
  #note = h('div', { class: 'list-note' });
  #count = h('span', { class: 'muted', role: 'status' });

  constructor(app) {
    this.#app = app;
    this.rows = new Rows({
      label: 'misses',
      class: 'miss-rows',
      rowHeight: 42,
      render: cells,
      need: (first, last) => this.#pages?.need(first, last),
      onActive: (miss) => miss && this.#app.soon(() => change({ id: String(miss.id) }, { replace: current().id !== null })),
      onOpen: (miss) => miss && change({ id: String(miss.id) }),
    });
    this.list = h('div', { class: 'list' }, h('div', { class: 'list-head' }, this.#count), this.#note, this.rows.element);
    this.detail = this.#detail.element;
  }

  show(route) {
    const { filter, test } = filterOf(route.query);
    const wish = [filter, testTerm(test)].filter(Boolean).join(' ');
    if (wish !== this.wish) {
      this.wish = wish;
      this.#open(wish);
    }
    this.#showDetail(route.id);
  }

  hide() {
    this.wish = null; // misses come while another view is open
  }

  #open(filter) {
    this.#pages?.stop();
    this.#app.filter.problem = null;
    replace(this.#count, 'Searching …');
    this.#pages = new Pages('misses', { filter }, 'misses', (answer, error) => {
      if (error?.status === 400) {
        this.#app.filter.problem = error;
      }
      replace(this.#count, error ? null : plural(this.#pages.total, 'miss', 'misses'));
      replace(this.#note, error ? (error.status === 400 ? null : problem(error, () => this.#open(filter))) : this.#pages.total > 0 ? null : empty(filter ? 'No miss fits the filter' : 'No request has missed', filter ? null : 'A request misses where no recording answers it and the server does not record.'));
      this.rows.refresh();
      this.#showDetail(current().id);
    });
    this.rows.setSource(this.#pages);
  }

  #showDetail(id) {
    const index = id === null ? -1 : (this.#pages?.find((each) => String(each.id) === id) ?? -1);
    if (index >= 0) {
      const miss = this.#pages.at(index);
      if (this.#detail.miss !== miss) {
        this.#detail.clear(missView(miss), miss);
      }
      if (this.rows.active !== index) {
        this.rows.activate(index, { quiet: true });
      }
    } else {
      this.#detail.clear(h('p', { class: 'hint muted' }, id ? 'This miss is not in the list.' : 'Choose a miss to see why it missed.'));
    }
  }

  get current() {
    return this.#detail;
  }
}

function cells(miss) {
  const first = miss.nearest?.differences?.[0];
  const isRenamed = miss.nearest && !first && miss.nearest.test !== miss.test;
  return h(
    'div',
    { class: 'miss-grid', role: 'presentation' },
    h('span', { role: 'gridcell', class: 'cell-two' }, h('span', { class: 'cell-main', dir: 'auto' }, first ? [h('bdi', {}, line(first.where, 80)), ': ', markedNodes(line(first.what, 240))] : isRenamed ? 'the same question, another test' : (reasons[miss.reason] ?? line(miss.reason, 60))), h('span', { class: 'muted cell-parts' }, [line(miss.model ?? 'no model', 80), line(miss.test ?? 'no test', 160)].map((each) => h('bdi', {}, ends(each))), h('bdi', { class: 'cell-called' }, `${line(miss.method, 20)} ${line(miss.path, 100)}`))),
  );
}
