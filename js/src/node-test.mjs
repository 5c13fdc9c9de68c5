// node:test: `import { test } from 'reprise/node-test'`. The context of a test has `reprise`.
import { AsyncLocalStorage } from 'node:async_hooks';
import { existsSync } from 'node:fs';
import { findSourceMap } from 'node:module';
import { afterEach, beforeEach, describe as plainDescribe, test as plainTest } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FileTests, setVariablesOf, within } from './file-tests.mjs';

export { after, afterEach, before, beforeEach, mock } from 'node:test';

const files = new Map();
const groups = new AsyncLocalStorage(); // names of the groups around what is defined now
const own = fileURLToPath(import.meta.url);
const running = [];
const expected = new Map(); // tests that are defined and have not begun, by their full names
const runs = new WeakMap(); // what has begun, by the context of its test

/** The file of a place on the stack, or its source where that is known and there; none for what is not in a file. */
function fileOf(site) {
  const name = site.getFileName();
  if (!name || name.startsWith('node:')) {
    return undefined;
  }
  const source = findSourceMap(name)?.findEntry(site.getLineNumber() - 1, site.getColumnNumber() - 1)?.originalSource;
  const [file, original] = [name, source].map((each) => (each?.startsWith('file:') ? fileURLToPath(each) : each));
  return original && existsSync(original) ? original : file;
}

/** The file that calls, of those on the stack the first that is not this one. */
function caller() {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder = {};
  try {
    Error.stackTraceLimit = 50;
    Error.prepareStackTrace = (_, sites) => sites.map(fileOf);
    Error.captureStackTrace(holder);
    return holder.stack.find((file) => file && file !== own) ?? process.argv[1];
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

function testsOf(file, upstream) {
  const key = JSON.stringify([file, upstream]);
  if (!files.has(key)) {
    files.set(key, new FileTests(file, { upstream }));
  }
  return files.get(key);
}

/** A process has one environment: it is that of a test as long as none but the tests around it runs. */
function entered(active, around) {
  if (running.some((one) => !around.includes(one.active))) {
    running.toReversed().forEach((one) => one.restore());
    running.forEach((one) => (one.restore = () => {}));
    running.push({ active, around, restore: () => {} });
  } else {
    running.push({ active, around, restore: setVariablesOf(active) });
  }
}

/** A test that ends before its subtests ends them, too. One that has timed out has left already when its body ends. */
function left(active) {
  const leaving = running.filter((one) => one.active === active || one.around.includes(active));
  for (const one of leaving.toReversed()) {
    one.restore();
    running.splice(running.indexOf(one), 1);
  }
}

/** What is defined: a test of a file, or a subtest of the tests `around` it. */
class Definition {
  #fullName;

  /** @param defaults of the file, which subtests have as well; `settings` are those of this test */
  constructor(tests, names, { defaults, settings, around = [] }) {
    Object.assign(this, { tests, names, defaults, around });
    this.settings = { ...defaults, ...settings };
    this.#fullName = names.join(' > ');
  }

  /** From now on, hooks know it by its name. */
  expect() {
    expected.set(this.#fullName, [...(expected.get(this.#fullName) ?? []), this]);
  }

  /** Starts a run. Variables hold from here on, also for the hooks of the user. */
  async begin(context) {
    const others = (expected.get(this.#fullName) ?? []).filter((one) => one !== this);
    others.length ? expected.set(this.#fullName, others) : expected.delete(this.#fullName);
    const active = await this.tests.start(this, this.names, this.settings);
    const run = { definition: this, active, hasBody: false };
    runs.set(context, run);
    context.reprise = active.reprise;
    if (!context.signal.aborted) {
      context.signal.addEventListener('abort', () => left(active), { once: true });
      entered(active, this.around);
    }
    return run;
  }
}

/** The first of all hooks, since others make clients. Tests with the same name begin in the order in which they are defined. */
beforeEach(async (context) => {
  await expected.get(context.fullName)?.[0].begin(context);
});

/** A test whose body never began, since another hook has failed. */
afterEach(async (context) => {
  const run = runs.get(context);
  if (run && !run.hasBody) {
    left(run.active);
    await run.active.end(false);
  }
});

/** The run of a test whose body begins. The hook has begun it, unless it took the test for another one, or did not know its name. */
async function runOf(definition, context) {
  const run = runs.get(context);
  if (run?.definition === definition) {
    return run;
  }
  if (run) {
    left(run.active);
    await run.active.end(false);
  }
  return definition.begin(context);
}

/** Its subtests get runs of their own, and whether it is skipped is noticed. */
function extended(context, { tests, names, defaults, around }, active) {
  const skip = context.skip.bind(context);
  context.skip = (...args) => {
    active.isSkipped = true;
    skip(...args);
  };
  const subtest = context.test.bind(context);
  context.test = (...args) => {
    const [title, options, inner] = parted(args);
    if (!inner) {
      return subtest(title, options);
    }
    active.unfinished++;
    const definition = new Definition(tests, [...names, title], { defaults, settings: options.reprise, around: [...around, active] });
    return subtest(title, options, bodyOf(definition, options, inner));
  };
}

/** The hooks that run after a test may ask as well; the run ends behind them. */
async function finished(context, active, around) {
  left(active);
  const problem = await active.end(context.passed ?? true);
  if (problem) {
    throw problem;
  }
  if (around.length && active.isWhole && context.passed !== false) {
    around.at(-1).unfinished--;
  }
}

/** Runs the body in a run of the test. */
function bodyOf(definition, options, body) {
  if (!options.skip) {
    definition.expect();
  }
  return async (context) => {
    const run = await runOf(definition, context);
    const { active } = run;
    run.hasBody = true;
    if (context.signal.aborted) { // it timed out before it began
      await active.end(false);
      return undefined;
    }
    extended(context, definition, active);
    let result;
    try {
      result = await body(context);
    } catch (error) {
      context.signal.aborted || context.after(() => left(active));
      return within(active, () => Promise.reject(error));
    }
    if (context.signal.aborted) {
      await active.end(false);
    } else {
      context.after(() => finished(context, active, definition.around));
    }
    return result;
  };
}

/** Name, options and function, as node:test finds them among its arguments. */
function parted(args) {
  const body = args.find((arg) => typeof arg === 'function');
  const options = args.find((arg) => arg !== null && typeof arg === 'object') ?? {};
  const name = args.find((arg) => typeof arg === 'string') || body?.name || '<anonymous>';
  return [name, options, body];
}

/** A `test` with options of its own. */
export function createTest(defaults = {}) {
  const wrapped = (define, isSkipped) => (...args) => {
    const [name, options, body] = parted(args);
    if (!body || isSkipped) {
      return define(name, options, body);
    }
    const tests = testsOf(caller(), defaults.upstream);
    const names = [...(groups.getStore() ?? []), name];
    return define(name, options, bodyOf(new Definition(tests, names, { defaults, settings: options.reprise }), options, body));
  };
  const test = wrapped(plainTest);
  for (const kind of ['only', 'skip', 'todo']) {
    test[kind] = wrapped(plainTest[kind], kind === 'skip');
  }
  return test;
}

function grouped(define) {
  return (...args) => {
    const [name, options, body] = parted(args);
    const names = [...(groups.getStore() ?? []), name];
    return define(name, options, body && ((context) => groups.run(names, () => body(context))));
  };
}

export const test = createTest();
export const it = test;
export const describe = grouped(plainDescribe);
for (const kind of ['only', 'skip', 'todo']) {
  describe[kind] = grouped(plainDescribe[kind]);
}
export const suite = describe;
export default test;
