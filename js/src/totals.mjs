/** What happened in all tests of a run. */
export class Totals {
  #tests = 0;
  #counts = { replayed: 0, recorded: 0, missed: 0 };
  #tokens = 0;
  #dollars = 0;
  #unused = new Map(); // by test: a later attempt counts more than an earlier one

  /** @param one what `reported` made of an outcome, and the number of `tests` that it is of */
  add(one) {
    this.#tests += one.tests;
    for (const name of Object.keys(this.#counts)) {
      this.#counts[name] += one[name];
    }
    this.#tokens += one.tokens;
    this.#dollars += one.dollars;
    this.#unused.set(one.test, one.unused);
  }

  /** The summary for people, empty if nothing was asked; then counts from 0. */
  taken() {
    const text = this.#text();
    this.#tests = this.#tokens = this.#dollars = 0;
    this.#counts = { replayed: 0, recorded: 0, missed: 0 };
    this.#unused.clear();
    return text;
  }

  #text() {
    const { replayed, recorded, missed } = this.#counts;
    const unused = [...this.#unused.values()].flat();
    if (replayed + recorded + missed + unused.length === 0) {
      return '';
    }
    const number = (value) => value.toLocaleString('en-US');
    const money = this.#dollars >= 0.00005 ? ` and $${Number(this.#dollars.toFixed(4))}` : '';
    const saved = this.#tokens ? `; saved ${number(this.#tokens)} tokens${money}` : '';
    const tests = `${number(this.#tests)} ${this.#tests === 1 ? 'test' : 'tests'}`;
    const lines = [`reprise: ${tests}, ${number(replayed)} ${replayed === 1 ? 'request' : 'requests'} replayed, ${number(recorded)} recorded, ${number(missed)} missed${saved}`];
    if (unused.length) {
      lines.push(`reprise: ${number(unused.length)} ${unused.length === 1 ? 'recording was' : 'recordings were'} not used by the tests that passed:`);
      lines.push(...unused.map((location) => `  ${location}`));
    }
    return lines.join('\n');
  }
}

/** What of an outcome goes into the totals. */
export function reported(outcome, hasPassed) {
  return {
    test: outcome.test,
    replayed: outcome.replayed ?? 0,
    recorded: outcome.recorded ?? 0,
    missed: outcome.missed ?? 0,
    tokens: (outcome.tokens_saved?.input ?? 0) + (outcome.tokens_saved?.output ?? 0),
    dollars: Number(outcome.cost_saved_usd ?? 0),
    unused: hasPassed && !outcome.deleted_unused && ['replay', 'record-if-missing'].includes(outcome.mode) ? outcome.unused ?? [] : [],
  };
}
