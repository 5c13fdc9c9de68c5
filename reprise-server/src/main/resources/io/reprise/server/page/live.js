// Requests as they come, the newest first.
import { get } from './api.js';
import { Detail } from './detail.js';
import { button, h, replace } from './dom.js';
import { EventStream } from './events.js';
import { filterOf, testTerm } from './filterfield.js';
import { missDetail } from './missdetail.js';
import { outcome, status } from './outcome.js';
import { Rows } from './rows.js';
import { change, current } from './route.js';
import { empty, problem } from './say.js';
import { clock, count, duration, ends, line, plural, visible } from './text.js';
import { copyButton } from './copy.js';

const most = 20_000;
// the list is asked for when the stream of events is open; if that takes longer than this, in ms, also before
const patience = 1000;

export class Live {
  title = 'Live';
  hasTests = true;
  hasFilter = true;
  #app;
  #ring = [];
  #waiting = [];
  #paused = false;
  #stream = null;
  #lamp = 'connecting';
  #words = null;
  #isWrong = false;
  #isLoaded = false;
  #timer = null;
  #dropped = 0;
  #seen = 0;
  #counts = {};
  #rate = { at: 0, seen: 0, text: '' };
  #detail = new Detail();
  #note = h('div', { class: 'list-note' });
  #state = h('span', { class: 'live-state' });
  #pauseButton = button('Pause', () => this.pause(), { class: 'quiet', title: 'Ctrl .', 'aria-pressed': 'false' });
  #newer = button('', () => this.#catchUp(), { class: 'newer', hidden: true });

  constructor(app) {
    this.#app = app;
    this.rows = new Rows({
      label: 'requests',
      class: 'live-rows',
      rowHeight: 42,
      render: cells,
      onActive: (row) => this.#app.soon(() => this.#select(row)),
      onOpen: (row) => this.#select(row, true),
    });
    this.rows.element.addEventListener('scroll', () => this.#atTop() && !this.#paused && this.#waiting.length > 0 && this.#catchUp());
    this.list = h('div', { class: 'list' }, h('div', { class: 'list-head' }, this.#state, this.#pauseButton), this.#newer, this.#note, this.rows.element);
    this.detail = this.#detail.element;
  }

  show(route) {
    const { filter, test } = filterOf(route.query);
    const words = [filter, testTerm(test)].filter(Boolean).join(' ');
    if (words !== this.#words || !this.#stream) {
      this.#open(words);
    }
    this.#showDetail(route);
  }

  hide() {
    clearTimeout(this.#timer);
    this.#stream?.stop();
    this.#stream = null;
  }

  #open(words) {
    this.#stream?.stop();
    this.#words = words;
    this.#app.filter.problem = null;
    this.#ring = [];
    this.#waiting = [];
    this.#dropped = 0;
    this.#isWrong = false;
    this.#isLoaded = false;
    this.#newer.hidden = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#isLoaded || document.hidden || this.#load(words), patience);
    this.#follow(words);
  }

  /** Asks for the latest requests. Those that the stream of events has told are in the answer as well, and are shown once. */
  async #load(words) {
    const before = this.#newest();
    try {
      const { requests } = await get('requests', { filter: words, limit: 1000 });
      if (words === this.#words && this.#stream) {
        const isForgotten = requests?.length === 0 && before !== null && (await this.#isOfAnotherServer(words));
        if (words === this.#words && this.#stream) {
          this.#again(requests ?? [], isForgotten && this.#newest() === before);
        }
      }
    } catch (error) {
      if (words === this.#words && this.#stream && !this.#isLoaded) {
        this.#failed(error);
      }
    }
  }

  /** Whether a server that has no request for these words was started again: it has none at all, or other ones. */
  async #isOfAnotherServer(words) {
    const { requests } = words ? await get('requests', { limit: 1 }) : {};
    return !requests?.length || this.#areOfAnother(requests);
  }

  #follow(filter) {
    this.#stream?.stop();
    this.#lamp = 'connecting';
    this.#drawState();
    const isNow = () => this.#stream === stream || this.#stream === null; // it may tell its state before it is assigned
    this.#stream = null;
    const stream = new EventStream({ filter }, { onEvent: (type, data) => this.#stream === stream && this.#onEvent(type, data), onState: (...state) => isNow() && this.#onState(...state) });
    this.#stream = stream;
  }

  // the counts go on, but no row is shown that the filter may not mean
  #refused(error) {
    this.#app.filter.problem = error;
    if (!this.#isWrong) {
      this.#isWrong = true;
      this.#ring = [];
      this.#waiting = [];
      this.#draw();
      this.#showRequest();
      this.#follow('');
    }
  }

  #failed(error) {
    if (error.status === 400) {
      this.#refused(error);
    } else {
      replace(this.#note, problem(error, () => this.#open(this.#words)));
    }
  }

  #onState(state, error, isNew = false) {
    if (state === 'refused') {
      if (error) {
        this.#refused(error);
      }
      return;
    }
    const before = this.#lamp;
    this.#lamp = state;
    this.#drawState();
    const isAgain = state === 'open' && (isNew || before !== 'open'); // what came before it was open is in the list only
    if (!this.#isWrong && (isAgain || (state === 'lost' && !this.#isLoaded))) {
      this.#load(this.#words);
    }
    if (isAgain && this.#isLoaded) {
      this.#app.serverIsBack();
    }
  }

  #drawState() {
    const words = { connecting: 'connecting', open: 'live', hidden: 'paused while hidden', lost: 'no connection; trying again' };
    replace(this.#state, h('span', { class: `lamp lamp-${this.#lamp}`, 'aria-hidden': 'true' }), ' ', this.#paused ? 'paused' : words[this.#lamp], this.#tail());
  }

  /** @param isEmptied whether the server has none of the requests that were known when it was asked: it was started again */
  #again(rows, isEmptied) {
    if (isEmptied || this.#areOfAnother(rows)) {
      this.#forget();
    }
    const known = new Set(this.#known().map(({ seq }) => seq));
    const fresh = rows.filter(({ seq }) => !known.has(seq)).reverse();
    if (!this.#isLoaded) {
      this.#isLoaded = true;
      this.#merge(fresh);
      this.#draw();
      this.#showRequest();
    } else if (fresh.length > 0 || !this.#paused) {
      this.#take(fresh);
    }
  }

  #known() {
    return [...this.#ring, ...this.#waiting];
  }

  #newest() {
    return this.#waiting.reduce((newest, row) => (newest && newest.seq > row.seq ? newest : row), this.#ring.at(-1) ?? null);
  }

  // a server that was started again counts from the beginning: a number has another time, or a lower number comes later
  #areOfAnother(rows) {
    const newest = this.#newest();
    const low = newest ? rows.filter(({ seq }) => seq <= newest.seq) : [];
    if (low.length === 0) {
      return false;
    }
    const times = new Map(this.#known().map(({ seq, at }) => [seq, at]));
    const same = low.filter(({ seq }) => times.has(seq));
    return same.length > 0 ? same.some(({ seq, at }) => times.get(seq) !== at) : low.some(({ at }) => Date.parse(at) > Date.parse(newest.at));
  }

  /** Forgets the requests of a server that is gone. While the list is paused, they stay in sight. */
  #forget() {
    this.#ring = [];
    this.#waiting = [];
    this.#newer.hidden = true;
    this.rows.point(-1);
  }

  #tail() {
    return h('span', { class: 'muted' }, this.#rate.text, this.#dropped > 0 ? ` · ${count(this.#dropped)} not drawn` : '');
  }

  #onEvent(type, data) {
    if (type === 'state') {
      this.#app.stateChanged(data);
      return;
    }
    if (type !== 'rows') {
      return;
    }
    const rows = data.rows ?? [];
    this.#dropped += data.dropped ?? 0;
    this.#seen += rows.length + (data.dropped ?? 0);
    if (data.counts) {
      this.#counts = data.counts;
      this.#app.counts(data.counts);
    }
    this.#measure();
    if (rows.length === 0) {
      return;
    }
    this.#app.tests.stale();
    if (this.#isWrong) {
      return;
    }
    if (this.#areOfAnother(rows)) {
      this.#forget();
      this.#load(this.#words); // it may have had more requests before these
    }
    this.#take(rows);
  }

  /** Shows rows, oldest first, or lets them wait while somebody reads. */
  #take(rows) {
    if (rows.length > 0 && (this.#paused || !this.#atTop())) {
      this.#waiting.push(...rows);
      if (this.#waiting.length > most) {
        this.#waiting.splice(0, this.#waiting.length - most);
      }
      this.#newer.hidden = false;
      this.#newer.textContent = `${count(this.#waiting.length)} new`;
    } else {
      this.#merge(rows);
      this.#draw();
    }
  }

  #measure() {
    const now = performance.now();
    if (now - this.#rate.at > 1000) {
      const perSecond = ((this.#seen - this.#rate.seen) * 1000) / (now - this.#rate.at);
      this.#rate = { at: now, seen: this.#seen, text: perSecond >= 1 ? ` · ${count(Math.round(perSecond))}/s` : '' };
      this.#drawState();
    }
  }

  #atTop() {
    return this.rows.element.scrollTop < 4;
  }

  // rows come from two routes, each at most once
  #merge(rows) {
    const before = this.#ring[this.rows.active >= 0 ? this.#ring.length - 1 - this.rows.active : -1];
    const last = this.#ring.at(-1)?.seq ?? -1;
    if (rows.every(({ seq }, index) => seq > (index > 0 ? rows[index - 1].seq : last))) {
      this.#ring.push(...rows);
    } else {
      const bySeq = new Map(this.#ring.map((row) => [row.seq, row]));
      rows.forEach((row) => bySeq.set(row.seq, row));
      this.#ring = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
    }
    if (this.#ring.length > most) {
      this.#ring.splice(0, this.#ring.length - most);
    }
    if (before) {
      const index = this.#ring.lastIndexOf(before);
      this.rows.active = index < 0 ? -1 : this.#ring.length - 1 - index;
    }
  }

  #draw() {
    const ring = this.#ring;
    this.rows.setSource({ length: ring.length, at: (index) => ring[ring.length - 1 - index] }, { keep: true });
    this.#newer.hidden = this.#waiting.length === 0;
    replace(this.#note, ring.length > 0 ? null : this.#empty());
  }

  #empty() {
    const total = Object.values(this.#counts).reduce((sum, each) => sum + each, 0);
    if (this.#isWrong) {
      return empty('The filter is wrong', 'No request is shown. The text below the filter says what is wrong.');
    }
    if (this.#words) {
      return empty('No request fits the filter', total > 0 ? `0 of ${plural(total, 'request')}. New requests that fit appear here.` : 'Requests that fit appear here as they come.');
    }
    const command = `curl ${new URL('v1/models', location.origin)}`;
    return empty('No request has come yet', 'Give your client this base URL, or try it from a terminal:', command, copyButton(command, 'command'));
  }

  #catchUp() {
    this.#merge(this.#waiting);
    this.#waiting = [];
    this.rows.element.scrollTop = 0;
    this.#draw();
  }

  pause() {
    this.#paused = !this.#paused;
    this.#pauseButton.setAttribute('aria-pressed', String(this.#paused));
    this.#pauseButton.textContent = this.#paused ? 'Go on' : 'Pause';
    if (!this.#paused) {
      this.#catchUp();
    }
    this.#drawState();
  }

  #select(row, opened = false) {
    if (!row) {
      return;
    }
    const isAnother = !isSameRow(row, this.chosen);
    this.chosen = row;
    const id = idOf(row);
    if (id !== current().id) {
      change({ id }, { replace: !opened && current().id !== null });
    } else if (isAnother) {
      this.#showDetail(current()); // the address is the same, and what it stands for may be another
    }
  }

  async #showDetail({ id, query }) {
    if (!id) {
      this.#detail.clear(h('p', { class: 'hint muted' }, 'Choose a request to see what was said.'));
    } else if (id.startsWith('miss:')) {
      const view = await missDetail(id.slice(5));
      if (current().id === id) {
        this.#detail.clear(view.element, view.miss);
      }
    } else if (id.startsWith('request:')) {
      this.#detail.clear(this.#requestDetail(id));
    } else {
      await this.#detail.show(id, query.get('tab'), this.chosen?.location === id ? this.chosen : null);
    }
  }

  #requestDetail(id) {
    const row = [this.chosen, ...this.#known()].find((each) => String(each?.seq) === id.slice('request:'.length));
    return row ? requestOnly(row) : h('p', { class: 'hint muted' }, this.#isLoaded || this.#isWrong ? 'This request is not in the list any more.' : 'Loading …');
  }

  // what an address like request:12 stands for is known when the list is there
  #showRequest() {
    const route = current();
    if (route.id?.startsWith('request:')) {
      this.#showDetail(route);
    }
  }

  get current() {
    return this.#detail;
  }
}

/** What the address says of a row. */
function idOf({ location, miss, seq }) {
  return location ?? (miss === null || miss === undefined ? `request:${seq}` : `miss:${miss}`);
}

const isSameRow = (one, other) => one.seq === other?.seq && one.at === other?.at;

const grid = (name, ...children) => h('span', { role: 'gridcell', class: name }, children);

function cells(row) {
  const called = `${line(row.method, 20)} ${line(row.path, 200)}`;
  return h(
    'div',
    { class: 'live-grid', role: 'presentation' },
    grid('', outcome(row.outcome)),
    grid('', status(row.status)),
    grid('cell-two', h('span', {}, h('span', { class: 'cell-main', dir: row.title ? 'auto' : 'ltr' }, row.title ? line(row.title, 200) : called), row.fault ? [' ', h('span', { class: 'badge badge-warn' }, line(row.fault, 40))] : null), h('span', { class: 'muted cell-parts' }, [line(row.model ?? 'no model', 80), row.test ? line(row.test, 200) : null].filter(Boolean).map((each) => h('bdi', {}, ends(each))), row.title ? h('bdi', { class: 'cell-called' }, called) : null)),
    grid('cell-two number', h('span', {}, duration(row.duration_ms)), h('span', { class: 'muted' }, clock(row.at))),
  );
}

function requestOnly(row) {
  const facts = [['request', `${row.method} ${row.path}`], ['title', row.title], ['model', row.model], ['test', row.test], ['status', row.status], ['took', duration(row.duration_ms)], ['chunks', row.chunks], ['fault', row.fault], ['key', row.key], ['note', row.note]];
  return [h('header', { class: 'detail-head' }, h('div', { class: 'detail-title' }, outcome(row.outcome), h('h2', {}, 'Request without a recording'))), h('table', { class: 'about' }, h('tbody', {}, facts.filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => h('tr', {}, h('th', { scope: 'row' }, name), h('td', { dir: 'auto' }, visible(line(value, 2000)))))))];
}

