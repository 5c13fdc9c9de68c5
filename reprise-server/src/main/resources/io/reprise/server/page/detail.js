// One recording: its conversation, its stream, its bytes; tabs 1 to 6.
import { get } from './api.js';
import { bytesView } from './bytesview.js';
import { conversation, foldAll } from './conversation.js';
import { copyForm, forms } from './copy.js';
import { deleteRecording } from './deleting.js';
import { button, h, keepingFocus, property, replace } from './dom.js';
import { saveAsHtml } from './export.js';
import { compareWithMark, mark, markRecording } from './mark.js';
import { releaseSounds } from './media.js';
import { outcome, status } from './outcome.js';
import { change, current } from './route.js';
import { problem, say } from './say.js';
import { StreamView } from './stream.js';
import { bytes, count, duration, line, money, visible } from './text.js';

export const tabs = ['conversation', 'stream', 'request', 'answer', 'diff', 'about'];
const titles = ['Conversation', 'Stream', 'Request', 'Answer', 'Compare', 'About'];

export class Detail {
  element = h('div', { class: 'detail', tabindex: '-1' });
  #location = null;
  #tab = null;
  #stream = null;
  #abort = new AbortController();
  #shown = null;
  #row;
  /** The miss that is shown, if it is one. */
  miss = null;

  /** Shows a recording; `row` says what is known of the request that it answered. With the row of another request, the recording may be another as well. */
  async show(location, tab, row = null) {
    const name = tabs.includes(tab) ? tab : 'conversation';
    const isSame = location === this.#location && (!row || (row.seq === this.#row?.seq && row.at === this.#row?.at));
    if (isSame && name === this.#tab) {
      return;
    }
    this.miss = null;
    [this.#location, this.#tab, this.#row] = [location, name, row ?? (isSame ? this.#row : null)];
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#stream?.stop();
    this.#stream = null;
    if (!isSame) {
      this.#shown = null;
    }
    if (!this.#shown) {
      const { signal } = this.#abort;
      try {
        const shown = await get('recordings/show', { location }, { signal });
        if (signal.aborted) {
          return;
        }
        this.#shown = shown;
      } catch (error) {
        if (error.name !== 'AbortError') {
          this.#location = null;
          this.#put(error.status === 404 ? notHere(location) : problem(error, () => this.show(location, tab, row)));
        }
        return;
      }
    }
    this.#draw();
  }

  #draw() {
    const shown = this.#shown;
    this.#put(
      this.#head(shown),
      h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'parts of the recording', onkeydown: tabKeys }, tabs.map((name, index) => this.#tabButton(name, titles[index], index))),
      h('div', { class: `tab-panel tab-${this.#tab}`, role: 'tabpanel', id: 'tab-panel', tabindex: '0', 'aria-labelledby': `tab-${this.#tab}` }, this.#panel(shown)),
    );
  }

  #put(...content) {
    releaseSounds(this.element);
    keepingFocus(this.element, () => replace(this.element, content), () => this.element.querySelector('.tab-panel') ?? this.element);
  }

  #tabButton(name, title, index) {
    const isNow = name === this.#tab;
    return button([title, h('kbd', { 'aria-hidden': 'true' }, String(index + 1))], () => change({ tab: name === 'conversation' ? null : name }, { replace: true }), { role: 'tab', id: `tab-${name}`, 'aria-selected': String(isNow), 'aria-controls': isNow ? 'tab-panel' : null, tabindex: isNow ? '0' : '-1' });
  }

  #head(shown) {
    const cost = shown.cost ?? {};
    return h(
      'header',
      { class: 'detail-head' },
      h('div', { class: 'detail-title' }, this.#row ? outcome(this.#row.outcome) : null, status(shown.status ?? shown.response?.status), h('h2', { dir: 'auto' }, visible(line(shown.title ?? shown.path ?? this.#location, 200)))),
      h('p', { class: 'detail-line muted', dir: 'auto' }, [shown.model, shown.test, shown.upstream].filter(Boolean).map((each, index) => [index > 0 ? ' · ' : null, h('bdi', {}, visible(line(each, 200)))])),
      numbers(shown, cost),
      h('div', { class: 'toolbar' }, copyMenu(this.#location), button('Mark', () => this.markIt(), { class: 'quiet', title: 'm: marks it for a comparison' }), button('Compare', () => this.compare(), { class: 'quiet', title: 'd' }), button('Save as HTML', () => saveAsHtml(this.#location).catch((error) => say(error.message)), { class: 'quiet' }), button('Delete…', () => deleteRecording(this.#location), { class: 'quiet' })),
    );
  }

  #panel(shown) {
    switch (this.#tab) {
      case 'stream':
        this.#stream = new StreamView(this.#location, current().query.get('overlay'), { range: current().query.get('range'), onRange: (range) => change({ range }, { replace: true }) });
        return [overlayChoice(this.#location), this.#stream.element];
      case 'request':
      case 'answer':
        return bytesView(this.#location, this.#tab, shown);
      case 'diff':
        return compareChoices(this.#location);
      case 'about':
        return about(shown);
      default:
        return conversation(this.#location);
    }
  }

  get location() {
    return this.#location;
  }

  markIt() {
    markRecording(this.#location);
  }

  compare() {
    if (mark.get() !== this.#location) {
      compareWithMark(this.#location);
    } else {
      change({ tab: 'diff' }, { replace: true });
    }
  }

  play() {
    if (this.#stream) {
      this.#stream.toggle();
    } else {
      change({ tab: 'stream' }, { replace: true });
    }
  }

  fold() {
    foldAll(this.element);
  }

  copyMenu() {
    const menu = this.element.querySelector('.copy-menu');
    menu?.showPopover?.();
    menu?.querySelector('button').focus();
  }

  /** Shows something else: a miss, or why there is nothing. */
  clear(content, miss = null) {
    this.miss = miss;
    this.#abort.abort();
    this.#stream?.stop();
    [this.#stream, this.#location, this.#tab, this.#shown] = [null, null, null, null];
    this.#put(content);
  }
}

function notHere(location) {
  return h('div', { class: 'empty', role: 'alert' }, h('h2', { dir: 'auto' }, 'The recording ', h('bdi', {}, visible(line(location, 300))), ' is not in this store.'), h('p', {}, h('a', { href: '#/store' }, 'All recordings of the store')));
}

function tabKeys(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step) {
    event.preventDefault();
    event.stopPropagation();
    const all = [...event.currentTarget.querySelectorAll('[role=tab]')];
    const next = all[(all.indexOf(event.target) + step + all.length) % all.length];
    const { id } = next;
    next.click();
    document.getElementById(id)?.focus();
  }
}

function numbers(shown, cost) {
  const input = cost.input_tokens ?? shown.tokens?.input;
  const output = cost.output_tokens ?? shown.tokens?.output;
  const facts = [
    input === null || input === undefined ? ['tokens', 'usage not sent'] : ['input', count(input), cost.cached_input_tokens ? `${count(cost.cached_input_tokens)} cached` : null, cost.cache_write_tokens ? `${count(cost.cache_write_tokens)} written to the cache` : null],
    output === null || output === undefined ? null : ['output', count(output), cost.reasoning_tokens ? `${count(cost.reasoning_tokens)} reasoning` : null],
    ['cost', money(cost.cost_usd), cost.cost_usd && cost.price_as_of ? `prices of ${line(cost.price_as_of, 20)}` : null],
    ['first token', duration(shown.first_token_ms ?? shown.timing?.first_token_ms)],
    ['duration', duration(shown.duration_ms ?? shown.timing?.last_chunk_ms)],
    ['size', bytes(shown.bytes), shown.chunks > 1 ? `${count(shown.chunks)} chunks` : null],
  ];
  return h('dl', { class: 'facts' }, facts.filter(Boolean).map(([term, value, ...notes]) => h('div', {}, h('dt', {}, term), h('dd', {}, value, notes.filter(Boolean).map((note) => h('span', { class: 'muted' }, ` · ${note}`))))));
}

function copyMenu(location) {
  const menu = h(
    'div',
    { class: 'copy-menu', popover: 'auto', id: 'copy-menu', role: 'group', 'aria-label': 'Copy', onkeydown: (event) => pressed(event), ontoggle: () => below(opener, menu) },
    forms.map(([key, as, name]) => button([name, h('kbd', {}, key)], () => choose(as), { 'data-key': key, 'data-as': as })),
  );
  const choose = (as) => {
    menu.hidePopover();
    copyForm(location, as).catch((error) => say(error.message));
  };
  const pressed = (event) => {
    const chosen = menu.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (chosen && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      chosen.click();
    }
  };
  const opener = h('button', { type: 'button', class: 'quiet', popovertarget: 'copy-menu', title: 'c' }, 'Copy');
  return [opener, menu];
}

/** Places a menu below the button that opens it, as far as the window has room. */
function below(opener, menu) {
  const { left, bottom } = opener.getBoundingClientRect();
  const place = (name, wanted, most) => property(menu, `--${name}`, `${Math.max(8, Math.min(wanted, most))}px`);
  place('left', left, innerWidth - menu.offsetWidth - 8);
  place('top', bottom + 4, innerHeight - menu.offsetHeight - 8);
}

function overlayChoice(location) {
  const other = current().query.get('overlay');
  if (other) {
    return h('div', { class: 'toolbar' }, h('span', { class: 'muted' }, 'B: ', h('bdi', {}, visible(line(other, 160)))), button('Remove', () => reopen(null), { class: 'quiet' }));
  }
  return mark.get() && mark.get() !== location ? h('div', { class: 'toolbar' }, button('Show the marked recording over it', () => reopen(mark.get()), { class: 'quiet' })) : null;
}

// the address changes, and the tab is drawn again from it
function reopen(overlay) {
  change({ tab: 'about' }, { replace: true });
  change({ tab: 'stream', overlay }, { replace: true });
}

function compareChoices(location) {
  const revision = h('input', { type: 'text', value: 'HEAD', 'aria-label': 'git revision', size: '12' });
  const place = h('ul', { class: 'plain-list' }, h('li', { class: 'muted' }, 'Loading …'));
  others(place, location);
  return h(
    'div',
    { class: 'compare' },
    h('h3', {}, 'With an earlier version in git'),
    h('form', { class: 'toolbar', onsubmit: (event) => (event.preventDefault(), change({ view: 'diff', id: null, a: location, b: location, a_revision: revision.value })) }, revision, h('button', { type: 'submit' }, 'Compare')),
    h('h3', {}, 'With another recording'),
    place,
  );
}

async function others(place, location) {
  try {
    const { key, path } = await get('recordings/show', { location });
    const marked = mark.get();
    const { recordings, complete } = key ? await get('recordings', { filter: `key:${key}`, limit: 50 }) : { recordings: [] };
    const found = recordings.filter((each) => each.location !== location);
    const item = (to, text) => h('li', {}, h('a', { href: `#/diff?${new URLSearchParams({ a: to, b: location })}` }, h('bdi', {}, line(text, 200))));
    replace(place, marked && marked !== location ? item(marked, `the marked one: ${marked}`) : null, found.map((each) => item(each.location, `the same question, answer ${each.occurrence ?? ''}: ${each.test ?? 'no test'}`)));
    if (complete === false) {
      place.append(h('li', { class: 'muted' }, 'The store is still being read; there may be more.'));
      setTimeout(() => place.isConnected && others(place, location), 2000);
    } else if (place.children.length === 0) {
      replace(place, h('li', { class: 'muted' }, `No other recording has this question (${line(path ?? '', 80)}). Press m on another recording to mark it, and come back.`));
    }
  } catch (error) {
    replace(place, h('li', {}, problem(error)));
  }
}

function about(shown) {
  const timing = shown.timing ?? {};
  const rows = [
    ['file', shown.location], ['test', shown.test ?? 'none'], ['key', shown.key], ['occurrence', shown.occurrence], ['upstream', shown.upstream ?? 'none'], ['family', shown.family], ['model', shown.model], ['recorded', shown.recorded_at], ['status', shown.status], ['ending', shown.ending ?? shown.response?.ending],
    ['stream', shown.stream === undefined ? null : shown.stream ? 'yes' : 'no'], ['chunks', shown.chunks], ['bytes', shown.bytes], ['choices', shown.choices], ['messages', shown.messages], ['parts', shown.parts], ['tools', (shown.tools ?? []).join(', ') || 'none'],
    ['first chunk', duration(timing.first_chunk_ms)], ['last chunk', duration(timing.last_chunk_ms)], ['gap p50, p95, longest', `${duration(timing.gap_p50_ms)}, ${duration(timing.gap_p95_ms)}, ${duration(timing.gap_max_ms)}`], ['source of the price', shown.cost?.price_source],
  ];
  return h('table', { class: 'about' }, h('tbody', {}, rows.filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => h('tr', {}, h('th', { scope: 'row' }, name), h('td', { dir: 'ltr' }, visible(line(value, 2000)))))));
}
