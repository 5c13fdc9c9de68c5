// A long list of the API, loaded page by page as its rows come into sight.
import { get } from './api.js';

export class Pages {
  #route;
  #parameters;
  #member;
  #listener;
  #abort = new AbortController();
  // has holes where the list was not looked at
  #items = [];
  // the first that the cursor leads to
  #end = 0;
  #cursor = null;
  #wanted = [0, 0];
  #loading = false;
  #canJump;
  // a row that was asked for and did not come is not asked for again and again
  #tried = null;
  total = 0;

  /** `listener(answer)` is called after each page, `listener(null, error)` after a failure. With `canJump`, the route takes `from`. */
  constructor(route, parameters, member, listener, { canJump = false } = {}) {
    this.#route = route;
    this.#parameters = parameters;
    this.#member = member;
    this.#listener = listener;
    this.#canJump = canJump;
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
    return this.#items.findIndex((item) => item !== undefined && test(item));
  }

  need(first, last) {
    this.#wanted = [first, last];
    if (this.#loading || !this.#cursor) {
      return;
    }
    if (!this.#canJump) {
      if (last >= this.#end) {
        this.#load(last - this.#end > 400 ? 5000 : 400);
      }
      return;
    }
    let missing = Math.max(0, first);
    while (missing <= last && this.#items[missing] !== undefined) {
      missing++;
    }
    if (missing <= last && missing < this.total && missing !== this.#tried) {
      this.#tried = missing;
      this.#load(400, missing === this.#end ? null : Math.max(0, missing - 100));
    }
  }

  /** Takes one item away, which was deleted. */
  remove(test) {
    const index = this.find(test);
    if (index >= 0) {
      this.#items.splice(index, 1);
      this.#end -= index < this.#end ? 1 : 0;
      this.total--;
    }
  }

  async #load(limit, from = null) {
    this.#loading = true;
    try {
      const place = from === null ? { cursor: this.#cursor } : { from };
      const answer = await get(this.#route, { ...this.#parameters, limit, ...place }, { signal: this.#abort.signal });
      const found = answer[this.#member];
      const start = from ?? this.#end;
      found.forEach((item, index) => (this.#items[start + index] = item));
      if (from === null) {
        this.#end = start + found.length;
        this.#cursor = answer.cursor;
      }
      this.total = this.#cursor ? Math.max(answer.total ?? 0, this.#items.length) : this.#items.length;
      this.#loading = false;
      this.#listener(answer);
      if (found.length > 0) {
        this.need(this.#wanted[0], Math.min(this.#wanted[1], this.total - 1));
      }
    } catch (problem) {
      this.#loading = false;
      if (from !== null && problem.status === 400) {
        this.#canJump = false; // the store is too large for that
        this.need(...this.#wanted);
      } else if (problem.name !== 'AbortError') {
        this.#listener(null, problem);
      }
    }
  }

  stop() {
    this.#abort.abort();
  }
}
