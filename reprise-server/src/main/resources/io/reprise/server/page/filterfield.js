// The field of the filter; its text is in the address, and an error stands below it.
import { h, replace } from './dom.js';
import { change, current } from './route.js';
import { line } from './text.js';

export class FilterField {
  #timer = null;
  #own = '';
  #input;
  #error = h('p', { class: 'filter-error', id: 'filter-error', role: 'alert', hidden: true });

  constructor() {
    this.#input = h('input', {
      type: 'search',
      id: 'filter',
      placeholder: 'Filter: words, model:gpt-*, status:4xx, -test:slow …',
      'aria-label': 'Filter',
      'aria-describedby': 'filter-error',
      title: '/',
      spellcheck: 'false',
      autocomplete: 'off',
      oninput: () => this.#later(),
      onkeydown: (event) => event.key === 'Enter' && this.#now(),
      onblur: () => this.#now(), // while the view that it is for is still there
    });
    this.element = h('div', { class: 'filter', role: 'search' }, this.#input, this.#error);
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
