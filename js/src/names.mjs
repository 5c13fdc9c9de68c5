// Test ids: the file of a test, relative to its package, and the full name of the test. No positions.
import { createHash } from 'node:crypto';
import { relative, sep } from 'node:path';

const longest = 1000;

const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 10);

/** Names the tests of one file. Where names are used twice, the order tells them apart. */
export class TestNames {
  #file;
  #byTask = new Map();
  #uses = new Map();

  constructor(root, file) {
    this.#file = relative(root, file).split(sep).join('/');
  }

  /** The id of the file itself: of what is asked outside its tests. */
  get file() {
    return this.#file;
  }

  /** @param task what stays the same when a test is retried */
  idOf(task, names) {
    const known = this.#byTask.get(task);
    if (known) {
      return known;
    }
    const name = names.join(' > ');
    const uses = (this.#uses.get(name) ?? 0) + 1;
    this.#uses.set(name, uses);
    const whole = `${this.#file} > ${name}${uses > 1 ? ` (${uses})` : ''}`;
    const id = whole.length > longest ? `${whole.slice(0, longest)}… ${digest(whole)}` : whole;
    this.#byTask.set(task, id);
    return id;
  }
}
