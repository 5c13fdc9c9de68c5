// The field of the filter; its text is in the address, and an error stands below it.
import { h, replace } from './dom.js';
import { change, current } from './route.js';
import { line } from './text.js';

// what can follow what is typed; a view has those of its list
const terms = {
  requests: ['outcome:replayed', 'outcome:recorded', 'outcome:joined', 'outcome:missed', 'outcome:refused', 'outcome:forwarded', 'outcome:failed', 'status:4xx', 'status:5xx', 'model:', 'test:', 'family:', 'upstream:', 'key:', 'path:', 'is:stream', 'is:error', 'slower-than:2s', 'since:10m'],
  recordings: ['status:4xx', 'status:5xx', 'model:', 'test:', 'family:', 'upstream:', 'tool:', 'key:', 'path:', 'text:', 'is:stream', 'is:error', 'is:unused', 'larger-than:1MB', 'slower-than:2s', 'since:7d'],
  misses: ['model:', 'test:', 'upstream:', 'key:', 'path:', 'since:10m'],
};

export class FilterField {
  #timer = null;
  #own = '';
  #input;
  #hints = h('datalist', { id: 'filter-hints' });
  /** Which list is filtered. */
  list = 'requests';
  #error = h('p', { class: 'filter-error', id: 'filter-error', role: 'alert', hidden: true });

  constructor() {
    this.#input = h('input', {
      type: 'search',
      id: 'filter',
      placeholder: 'Filter: words, model:gpt-*, status:4xx, -test:slow …',
      'aria-label': 'Filter',
      'aria-describedby': 'filter-error',
      list: 'filter-hints',
      title: '/',
      spellcheck: 'false',
      autocomplete: 'off',
      oninput: () => (this.#hint(), this.#later()),
      onfocus: () => this.#hint(),
      onkeydown: (event) => event.key === 'Enter' && this.#now(),
      onblur: () => this.#now(), // while the view that it is for is still there
    });
    this.element = h('div', { class: 'filter', role: 'search' }, this.#input, this.#hints, this.#error);
  }

  // the browser lists what begins like the whole text, so each hint has all of it
  #hint() {
    const [, before, begun] = /^([^]*?)(-?[^\s"]*)$/.exec(this.#input.value) ?? [null, '', ''];
    const sign = begun.startsWith('-') ? '-' : '';
    const isOpen = (before.match(/"/g) ?? []).length % 2 === 1;
    const found = isOpen ? [] : terms[this.list].filter((term) => term.startsWith(begun.slice(sign.length)) && term !== begun.slice(sign.length));
    replace(this.#hints, found.map((term) => h('option', { value: `${before}${sign}${term}` })));
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#now(), 250);
  }

  #now() {
    clearTimeout(this.#timer);
    this.#own = this.#input.value;
    if ((current().query.get('filter') ?? '') !== this.#own) {
      change({ filter: this.#input.value || null }, { replace: true });
    }
  }

  /** Takes the text of an address, unless the address has it from here: then somebody may have typed more. */
  take(text) {
    if (text !== this.#own) {
      clearTimeout(this.#timer);
      this.#own = text;
      this.#input.value = text;
    }
  }

  set problem(error) {
    this.#error.hidden = !error;
    replace(this.#error, error ? line(error.message, 1000) : '');
    this.#input.setAttribute('aria-invalid', String(Boolean(error)));
  }

  focus() {
    this.#input.focus();
    this.#input.select();
  }

  set isHidden(value) {
    this.element.classList.toggle('filter-off', value);
    this.#input.disabled = value;
  }
}

/** The filter of an address, with the chosen test. */
export function filterOf(query) {
  const test = query.get('test');
  const isNone = test === '(none)';
  return { filter: [query.get('filter'), isNone ? 'test:""' : ''].filter(Boolean).join(' '), test: isNone ? null : test };
}

/** A test as a term of the filter. */
export const testTerm = (test) => (test ? `test:"${test.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : '');
