// A run of a test: the object that tests get, and what makes them fail.
import { chosenMode } from './mode.mjs';
import { variablesFor } from './environment.mjs';
import { reported } from './totals.mjs';

const texts = (rules) => (rules === undefined ? [] : [rules].flat());

/** A miss says how to record with a server of one's own; here the test is run again. */
const advised = (message) =>
  message.replace(/^to record it( again)?(?: \([^)\n]*\))?[,:](?!.*without the header).*(\n {2}.*)*/m, (_, again = '') =>
    `to record it${again}, run the test again with REPRISE_MODE=${again ? 'record' : 'record-if-missing'} in the environment, and without CI`);

/** What a test knows of its requests. */
export class Reprise {
  #active;

  constructor(active) {
    this.#active = active;
    this.testId = active.id;
    this.mode = active.mode;
    this.baseUrl = active.baseUrl;
    this.environment = variablesFor(active.baseUrl, active.started);
  }

  /** Lets this test miss without failing. */
  allowMisses() {
    this.#active.allowsMisses = true;
  }

  /** What the code under test has sent, without what is still open. */
  requests() {
    return this.#active.server.control.requests(this.#active.run);
  }

  async fault(...rules) {
    await this.#active.server.control.rules('faults', this.testId, rules);
  }

  async pace(...rules) {
    await this.#active.server.control.rules('pace', this.testId, rules);
  }
}

export class ActiveTest {
  allowsMisses = false;
  isSkipped = false;
  /** How many of its subtests have not passed, or not yet. They may use its client. */
  unfinished = 0;

  /** Starts a run of the test. */
  static async start(server, id, options = {}) {
    const chosen = chosenMode(options.mode);
    const faults = texts(options.faults);
    const pace = texts(options.pace);
    const started = await server.control.start(id, { mode: chosen.mode, faults, pace, aloneMs: options.isFile ? 0 : options.aloneMs ?? 30_000 });
    return new ActiveTest(server, id, options, started, chosen.origin);
  }

  constructor(server, id, options, started, origin) {
    this.server = server;
    this.id = id;
    this.options = options;
    this.started = started;
    this.run = started.run;
    this.mode = started.mode;
    this.origin = origin;
    this.baseUrl = server.control.url + started.path;
    this.allowsMisses = options.allowMisses ?? false;
    this.reprise = new Reprise(this);
  }

  /** Whether a run without failure has asked all that it would ask. The tests that share the client of a file may have failed, or not run. */
  get isWhole() {
    return !this.options.isFile && !this.isSkipped && this.unfinished === 0;
  }

  /**
   * Ends the run.
   *
   * @param hasPassed whether the test itself found nothing wrong
   * @returns {Promise<Error | undefined>} what is wrong with its requests
   */
  async end(hasPassed) {
    const looksForUnused = hasPassed && this.isWhole;
    const outcome = await this.server.control.end(this.run, { unused: looksForUnused, deleteUnused: looksForUnused && this.mode === 'record' });
    const problems = this.#problems(outcome, hasPassed);
    this.server.add({ ...reported(outcome, hasPassed && problems.length === 0), tests: this.options.isFile ? 0 : 1 });
    if (!problems.length) {
      return undefined;
    }
    const error = new Error(problems.join('\n\n'));
    error.name = 'RepriseError';
    error.stack = `${error.name}: ${error.message}`; // no line of ours is of use
    return error;
  }

  #problems(outcome, hasPassed) {
    const problems = [];
    const add = (count, what, separator, all) => {
      if (count) {
        const requests = count === 1 ? 'a request of this test' : `${count} requests of this test`;
        problems.push(`${requests} ${what} (mode ${this.mode}: ${this.origin})${[':', ...all].join(separator)}`);
      }
    };
    const { failOnUnused, failOnUnsaved, failOnLive } = this.options;
    const rows = outcome.requests ?? [];
    const line = (row) => `${row.method} ${row.path}${row.note ? `: ${row.note}` : row.model ? ` model=${row.model}` : ''}`;
    if (!this.allowsMisses) {
      add(outcome.missed, 'had no recording', '\n\n', (outcome.misses ?? []).map((miss) => advised(miss.message)));
    }
    const unanswered = rows.filter((row) => ['failed', 'refused'].includes(row.outcome));
    add(unanswered.length, 'got no answer', '\n  ', unanswered.map(line));
    if (outcome.open && problems.length) {
      problems.push(`${outcome.open} more had no answer yet when the test ended`);
    }
    if (hasPassed) {
      const notKept = outcome.not_kept ?? [];
      const live = rows.filter((row) => row.upstream_calls > 0);
      const unused = ['replay', 'record-if-missing'].includes(this.mode) ? outcome.unused ?? [] : [];
      add(failOnUnsaved && notKept.length, 'got an answer that was not kept', '\n  ', notKept.map((one) => `${one.request}: ${one.reason}`));
      add(failOnLive && live.length, 'went to an upstream', '\n  ', live.map(line));
      if (failOnUnused && unused.length) {
        problems.push(`recordings of this test that it did not use (mode ${this.mode}: ${this.origin}):\n  ${unused.join('\n  ')}`);
      }
    }
    return problems;
  }
}
