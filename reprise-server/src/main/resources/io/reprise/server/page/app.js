// The page: header, three panes, and the view that the address names.
import { get, person } from './api.js';
import { Diff } from './diff.js';
import { dialog } from './dialogs.js';
import { button, h, replace } from './dom.js';
import { banner, countOn, Faults, nextEnd, rulesOn } from './faults.js';
import { FilterField } from './filterfield.js';
import { help, listenToKeys } from './keys.js';
import { Live } from './live.js';
import { compareWithMark, mark, markRecording } from './mark.js';
import { Misses } from './misses.js';
import { change, current, go, onChange } from './route.js';
import { say, sayPlace } from './say.js';
import { Store } from './store.js';
import { TestsPane } from './tests.js';
import { count, line } from './text.js';
import { applyTheme, themeSwitch } from './theme.js';
import { tabs } from './detail.js';
import { copy } from './copy.js';
import { copyOfMiss } from './missdetail.js';
import { splitter } from './splitter.js';

const names = ['live', 'store', 'misses', 'diff', 'faults'];

class Page {
  filter = new FilterField();
  tests = new TestsPane();
  #banner = h('div', { class: 'banner', role: 'status', hidden: true });
  #counts = h('div', { class: 'counts', 'aria-hidden': 'true' });
  #spoken = h('div', { class: 'off-screen', role: 'status' });
  #spokenAt = 0;
  #counted = false;
  #mode = h('span', { class: 'mode muted' });
  #links = new Map();
  #panes = { tests: h('nav', { class: 'pane pane-tests', 'aria-label': 'Tests' }), list: h('section', { class: 'pane pane-list', 'aria-label': 'List' }), detail: h('section', { class: 'pane pane-detail', 'aria-label': 'Details' }), whole: h('section', { class: 'pane pane-whole', 'aria-label': 'View' }) };
  #splitters = { tests: splitter('tests', 'Width of the tests'), list: splitter('list', 'Width of the list') };
  #views = {};
  #now = null;
  #timer = null;
  #fetching = null;
  #typed = [];
  #waitingWork = null;
  #ending = null;

  constructor() {
    this.#views = { live: new Live(this), store: new Store(this), misses: new Misses(this), diff: new Diff(this), faults: new Faults(this) };
    this.main = h('main', { class: 'panes' }, Object.values(this.#panes));
    document.body.append(this.#header(), this.#banner, this.main, sayPlace, this.#spoken);
    replace(this.#panes.tests, h('div', { class: 'pane-head' }, h('h2', {}, 'Tests'), button('Hide', () => this.showTests(false), { class: 'quiet only-narrow' })), this.tests.element);
    onChange((route) => this.show(route));
    listenToKeys(this.#actions());
    addEventListener('focuslost', () => document.activeElement === document.body && this.#home());
    this.show(current());
    this.stateChanged();
    this.#health();
  }

  #header() {
    const link = (name) => {
      const element = h('a', { href: `#/${name}`, onclick: (event) => this.#follow(event, name) }, this.#views[name].title, h('span', { class: 'badge', hidden: true }));
      this.#links.set(name, element);
      return element;
    };
    return h(
      'header',
      { class: 'top' },
      button('Tests', () => this.showTests(), { class: 'quiet tests-switch', 'aria-label': 'Show tests' }),
      h('h1', {}, 'Reprise'),
      h('nav', { class: 'views', 'aria-label': 'Views' }, names.map(link)),
      this.filter.element,
      this.#counts,
      this.#mode,
      themeSwitch(),
      button('?', help, { class: 'quiet', 'aria-label': 'Keys and help' }),
    );
  }

  #follow(event, name) {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.goTo(name);
    }
  }

  goTo(name) {
    const { query } = current();
    const kept = new URLSearchParams();
    if (query.get('test') && this.#views[name].hasTests) {
      kept.set('test', query.get('test'));
    }
    go({ view: name, id: null, query: kept });
  }

  show(route) {
    clearTimeout(this.#timer); // of a row that was to be shown
    this.#timer = null;
    const name = names.includes(route.view) ? route.view : 'live';
    const view = this.#views[name];
    const before = document.activeElement;
    if (view !== this.#now) {
      this.#now?.hide();
      this.#now = view;
      this.filter.problem = null;
      this.#typed = [];
      this.#place(view);
      document.title = `${view.title} · Reprise`;
      this.#links.forEach((element, each) => (each === name ? element.setAttribute('aria-current', 'page') : element.removeAttribute('aria-current')));
    }
    this.filter.take(route.query.get('filter') ?? '');
    this.filter.isHidden = !view.hasFilter;
    this.filter.list = { store: 'recordings', misses: 'misses' }[name] ?? 'requests';
    this.tests.choose(route.query.get('test'));
    this.main.classList.toggle('has-detail', Boolean(route.id));
    this.showTests(false);
    view.show({ ...route, view: name });
    if (before !== document.body && !before.checkVisibility()) {
      this.#home();
    }
    if (view.hasTests) {
      this.tests.freshen();
    }
  }

  #place(view) {
    const isWhole = Boolean(view.element);
    this.main.classList.toggle('is-whole', isWhole);
    if (isWhole) {
      replace(this.#panes.whole, view.element);
    } else {
      replace(this.#panes.list, this.#splitters.tests, view.list);
      replace(this.#panes.detail, this.#splitters.list, button('Back to the list', () => change({ id: null, tab: null }), { class: 'quiet back only-narrow' }), view.detail);
    }
    this.#panes.whole.hidden = !isWhole;
    this.#panes.list.hidden = this.#panes.detail.hidden = isWhole;
    this.#panes.tests.hidden = !view.hasTests;
  }

  showTests(open = !this.main.classList.contains('shows-tests')) {
    this.main.classList.toggle('shows-tests', open);
    if (open) {
      this.tests.focus();
    }
  }

  /** Does it when the keys rest, so that a held key does not load each row. */
  soon(work) {
    clearTimeout(this.#timer);
    this.#waitingWork = work;
    this.#timer = setTimeout(() => this.#settle(), 90);
  }

  counts(all) {
    this.#counted = true;
    const shown = ['replayed', 'recorded', 'missed', 'failed'].filter((name) => all[name] > 0);
    replace(this.#counts, shown.map((name) => h('span', { class: `outcome outcome-${name}`, title: name }, h('span', { class: 'shape' }), count(all[name]))));
    this.#badge('misses', all.missed ?? 0);
    if (Date.now() - this.#spokenAt > 10_000) {
      this.#spokenAt = Date.now();
      this.#spoken.textContent = shown.map((name) => `${count(all[name])} ${name}`).join(', ');
    }
  }

  #badge(view, number) {
    const badge = this.#links.get(view).querySelector('.badge');
    badge.hidden = number === 0;
    badge.textContent = count(number);
    badge.className = view === 'misses' ? 'badge badge-warn' : 'badge badge-accent';
  }

  /** Asks which faults and paces are on; many calls at once are one question. */
  async stateChanged(state = null) {
    this.#fetching ??= (state?.faults && state.pace ? Promise.resolve(state) : rulesOn()).finally(() => (this.#fetching = null));
    try {
      const on = await this.#fetching;
      const { faults, paces } = countOn(on);
      this.#badge('faults', faults + paces);
      const content = banner(on, () => this.goTo('faults'));
      if (this.#banner.textContent !== content.map((each) => each.textContent).join('')) {
        replace(this.#banner, content);
      }
      this.#banner.hidden = content.length === 0;
      this.#views.faults.draw(on);
      clearTimeout(this.#ending);
      const next = nextEnd(on);
      this.#ending = next === null ? null : setTimeout(() => this.stateChanged(), Math.max(1000, Math.min(next - Date.now(), 60_000)));
    } catch (error) {
      this.#views.faults.draw(null, error);
    }
  }

  /** The server may have been started again since, in another mode. */
  serverIsBack() {
    this.#counted = false;
    this.#health();
  }

  async #health() {
    try {
      const health = await get('health');
      replace(this.#mode, line(health.mode, 40), health.status === 'ok' ? null : h('span', { class: 'badge badge-bad' }, line(health.status, 40)));
    } catch {
      replace(this.#mode);
    }
    try {
      const report = await get('report');
      if (!this.#counted) {
        this.counts(report);
      }
    } catch {
      // the list says what is wrong
    }
  }

  #settle() {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
      this.#waitingWork();
    }
  }

  /** Keys that were typed while the first rows of a list were on their way. */
  listIsThere() {
    this.#typed.splice(0).forEach((work) => work());
  }

  #onRows(work) {
    return () => (this.#now.isLoading ? this.#typed.push(work) : work());
  }

  /** As the other one, of what can be done to an open recording: it need not wait for the list, in which another may be active then. */
  #onRecording(work) {
    return () => (this.#now.isLoading && (this.#typed.length > 0 || !current().id) ? this.#typed.push(work) : work());
  }

  /** The recording that a key means: the active row, as soon as it is active, or what is open. */
  #subject() {
    const { rows } = this.#now;
    const { id } = current();
    const ofRow = rows && rows.active >= 0 ? rows.source.at(rows.active)?.location : null;
    if (this.#timer !== null || !id) {
      return ofRow ?? null;
    }
    return this.#now === this.#views.store || this.#now === this.#views.live ? (/^(miss|request):/.test(id) ? null : id) : null;
  }

  #mark() {
    const location = this.#subject();
    if (location) {
      markRecording(location);
    }
  }

  #compare() {
    const location = this.#subject();
    if (mark.get() || location) {
      compareWithMark(location);
    } else {
      this.goTo('diff');
    }
  }

  /** Where the focus goes when the control that had it is gone. */
  #home() {
    (this.#now.rows ?? this.#now.element).focus();
  }

  /** Makes another row the active one. The list takes the focus: Enter opens the row and presses no button, and Tab goes on from the list. */
  #step(by) {
    this.#now.rows?.move(by);
    this.#now.rows?.focus();
  }

  #actions() {
    const detail = () => this.#now.current;
    const rows = () => this.#now.rows;
    return {
      pause: () => this.#views.live === this.#now && this.#views.live.pause(),
      escape: (field) => this.#escape(field),
      tab: (index) => (this.#settle(), this.#now.pick ? this.#now.pick(index) : detail()?.location && change({ tab: index === 0 ? null : tabs[index] }, { replace: true })),
      keys: {
        j: this.#onRows(() => this.#step(1)),
        k: this.#onRows(() => this.#step(-1)),
        ArrowDown: this.#onRows(() => this.#step(1)),
        ArrowUp: this.#onRows(() => this.#step(-1)),
        Enter: this.#onRows(() => rows()?.open()),
        '/': () => this.filter.focus(),
        '?': help,
        m: this.#onRecording(() => this.#mark()),
        d: this.#onRecording(() => this.#compare()),
        p: () => (this.#settle(), (detail()?.location || this.#now.pick) && detail().play()),
        c: () => (this.#settle(), this.#copyKeys(detail())),
        e: () => detail()?.fold?.(),
        x: () => (this.#settle(), detail()?.location && change({ tab: current().query.get('tab') === 'answer' ? null : 'answer' }, { replace: true })),
        r: () => (this.#settle(), this.#copyOfMiss(detail()?.miss, 'rule')),
        'g l': () => this.goTo('live'),
        'g s': () => this.goTo('store'),
        'g m': () => this.goTo('misses'),
        'g d': () => this.goTo('diff'),
        'g f': () => this.goTo('faults'),
      },
    };
  }

  #copyKeys(detail) {
    if (detail?.location) {
      detail.copyMenu();
    } else {
      this.#copyOfMiss(detail?.miss, 'command');
    }
  }

  #copyOfMiss(miss, form) {
    if (miss) {
      const { text, what, why } = copyOfMiss(miss, form);
      if (text) {
        copy(text, what);
      } else {
        say(why);
      }
    }
  }

  #escape(field) {
    if (field) {
      field.blur();
      this.#home();
    } else if (this.main.classList.contains('shows-tests')) {
      this.showTests(false);
    } else if (current().id) {
      change({ id: null, tab: null });
      this.#home();
    } else if (current().query.get('filter') || current().query.get('test')) {
      change({ filter: null, test: null });
    }
  }
}

person.askToken = () =>
  dialog('Access token', (close) => {
    const input = h('input', { type: 'password', id: 'token', autocomplete: 'current-password', required: true, autofocus: true });
    return h('form', { class: 'form', onsubmit: (event) => (event.preventDefault(), close(input.value)) }, h('p', {}, 'This server needs its access token. The browser keeps it until this tab is closed.'), h('div', {}, h('label', { for: 'token' }, 'Token'), input), h('div', { class: 'buttons' }, h('button', { type: 'submit' }, 'Go on')));
  });

applyTheme();
new Page();
