// A long list of the API, loaded page by page as its rows come into sight.
import { get } from './api.js';

export class Pages {
  #route;
  #parameters;
  #member;
  #listener;
  #abort = new AbortController();
  #items = [];
  #cursor = null;
  #wanted = 0;
  #loading = false;
  total = 0;

  /** `listener(answer)` is called after each page, `listener(null, error)` after a failure. */
  constructor(route, parameters, member, listener) {
    this.#route = route;
    this.#parameters = parameters;
    this.#member = member;
    this.#listener = listener;
    this.#load(200);
  }

  get length() {
    return this.total;
  }

  get loaded() {
    return this.#items.length;
  }

  at(index) {
    return this.#items[index];
  }

  find(test) {
    return this.#items.findIndex(test);
  }

  need(first, last) {
    this.#wanted = last;
    if (!this.#loading && this.#cursor && last >= this.#items.length) {
      this.#load(last - this.#items.length > 400 ? 5000 : 400);
    }
  }

  /** Takes one item away, which was deleted. */
  remove(test) {
    const kept = this.#items.filter((item) => !test(item));
    this.total -= this.#items.length - kept.length;
    this.#items = kept;
  }

  async #load(limit) {
    this.#loading = true;
    try {
      const answer = await get(this.#route, { ...this.#parameters, limit, cursor: this.#cursor }, { signal: this.#abort.signal });
      this.#items.push(...answer[this.#member]);
      this.#cursor = answer.cursor;
      this.total = this.#cursor ? Math.max(answer.total ?? 0, this.#items.length) : this.#items.length;
      this.#loading = false;
      this.#listener(answer);
      this.need(0, Math.min(this.#wanted, this.total - 1));
    } catch (problem) {
      this.#loading = false;
      if (problem.name !== 'AbortError') {
        this.#listener(null, problem);
      }
    }
  }

  stop() {
    this.#abort.abort();
  }
}
