// A list of any length, of which only the rows in sight are elements. It has one tab stop.
import { h, property } from './dom.js';

let lists = 0;

/**
 * A grid or a tree of rows of one height.
 *
 * `source` has `length` and `at(index)`, which may be undefined for a row that is not loaded yet; `need(first, last)` is told what is
 * in sight. `render(item, index)` gives the cells.
 */
export class Rows {
  #options;
  #first = 0;
  #last = -1;
  #elements = new Map();
  #frame = null;
  #isAwaited = false;
  active = -1;
  element;

  constructor(options) {
    this.#options = { rowHeight: 28, kind: 'grid', ...options };
    this.id = `rows-${++lists}`;
    this.space = h('div', { class: 'rows-space', role: this.#options.kind === 'grid' ? 'rowgroup' : 'presentation' });
    this.element = h(
      'div',
      {
        class: `rows ${this.#options.class ?? ''}`,
        role: this.#options.kind,
        'aria-label': this.#options.label,
        tabindex: '0',
        onscroll: () => this.draw(),
        onkeydown: (event) => this.#key(event),
        onclick: (event) => this.#click(event),
        onfocus: () => this.active < 0 && this.source.length > 0 && this.activate(0, { quiet: true }),
      },
      this.space,
    );
    this.source = { length: 0, at: () => undefined };
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  setSource(source, { keep = false } = {}) {
    this.source = source;
    if (!keep) {
      this.active = -1;
      this.element.scrollTop = 0;
    } else {
      this.active = Math.min(this.active, source.length - 1);
    }
    this.refresh();
  }

  /** Draws all rows in sight again. */
  refresh() {
    this.#elements.forEach((each) => each.remove());
    this.#elements.clear();
    property(this.space, '--height', `${this.source.length * this.#options.rowHeight}px`);
    this.element.setAttribute(this.#options.kind === 'grid' ? 'aria-rowcount' : 'data-rows', String(this.source.length));
    const hadFocus = document.activeElement === this.element;
    this.element.hidden = this.source.length === 0;
    this.#draw();
    if (this.element.hidden) {
      this.#isAwaited ||= hadFocus;
    } else if (this.#isAwaited) {
      this.#isAwaited = false;
      if (document.activeElement === document.body) {
        this.element.focus({ preventScroll: true });
      }
    }
  }

  /** Takes the focus, as soon as there is a row. */
  focus() {
    this.#isAwaited = this.element.hidden;
    this.element.focus({ preventScroll: true });
  }

  draw() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#draw();
    });
  }

  #draw() {
    const height = this.element.clientHeight || 600;
    const first = Math.max(0, Math.floor(this.element.scrollTop / this.#options.rowHeight) - 4);
    const last = Math.min(this.source.length - 1, Math.ceil((this.element.scrollTop + height) / this.#options.rowHeight) + 4);
    for (const [index, element] of this.#elements) {
      if ((index < first || index > last) && index !== this.active) {
        element.remove();
        this.#elements.delete(index);
      }
    }
    for (let index = first; index <= last; index++) {
      if (!this.#elements.has(index)) {
        this.#add(index);
      }
    }
    if (this.active >= 0 && this.active < this.source.length && !this.#elements.has(this.active)) {
      this.#add(this.active);
    }
    this.#mark();
    [this.#first, this.#last] = [first, last];
    this.#options.need?.(first, last);
  }

  #add(index) {
    const item = this.source.at(index);
    const tree = this.#options.kind === 'tree';
    const row = h(
      'div',
      {
        class: `row${item === undefined ? ' row-loading' : ''}`,
        id: `${this.id}-${index}`,
        role: tree ? 'treeitem' : 'row',
        'data-index': index,
        ...(tree ? {} : { 'aria-rowindex': index + 1 }),
        ...(item === undefined ? {} : this.#options.attributes?.(item, index)),
      },
      item === undefined ? h('span', { role: tree ? null : 'gridcell' }, '…') : this.#options.render(item, index),
    );
    property(row, '--top', `${index * this.#options.rowHeight}px`);
    this.#elements.set(index, row);
    this.space.append(row);
  }

  #mark() {
    for (const [index, element] of this.#elements) {
      element.setAttribute('aria-selected', String(index === this.active));
    }
    if (this.#elements.has(this.active)) {
      this.element.setAttribute('aria-activedescendant', `${this.id}-${this.active}`);
    } else {
      this.element.removeAttribute('aria-activedescendant');
    }
  }

  /** Makes a row the active one and brings it into sight; `quiet` tells nobody. */
  activate(index, { quiet = false } = {}) {
    if (this.source.length === 0) {
      return;
    }
    this.active = Math.max(0, Math.min(this.source.length - 1, index));
    const top = this.active * this.#options.rowHeight;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) {
      this.element.scrollTop = top;
    } else if (clientHeight > 0 && top + this.#options.rowHeight > scrollTop + clientHeight) {
      this.element.scrollTop = top + this.#options.rowHeight - clientHeight;
    }
    this.#draw();
    if (!quiet) {
      this.#options.onActive?.(this.source.at(this.active), this.active);
    }
  }

  /** Makes a row the active one without a scroll; -1 for none. */
  point(index) {
    this.active = index;
    this.#draw();
  }

  move(by) {
    this.activate(this.active < 0 ? 0 : this.active + by);
  }

  open() {
    if (this.active >= 0) {
      this.#options.onOpen?.(this.source.at(this.active), this.active);
    }
  }

  get page() {
    return Math.max(1, Math.floor(this.element.clientHeight / this.#options.rowHeight) - 1);
  }

  #click(event) {
    const row = event.target.closest('.row');
    if (row && !event.target.closest('button')) {
      this.activate(Number(row.dataset.index));
      this.open();
    }
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: this.page, PageUp: -this.page, Home: -Infinity, End: Infinity };
    if (event.key in moves) {
      event.preventDefault();
      const by = moves[event.key];
      if (Number.isFinite(by)) {
        this.move(by);
      } else {
        this.activate(by < 0 ? 0 : this.source.length - 1);
      }
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.open();
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      this.#options.onFold?.(this.source.at(this.active), this.active, event.key === 'ArrowRight') && event.preventDefault();
    }
  }
}
