// node:test: `import { test } from 'reprise/node-test'`. The context of a test has `reprise`.
import { AsyncLocalStorage } from 'node:async_hooks';
import { describe as plainDescribe, test as plainTest } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FileTests, setVariablesOf, within } from './file-tests.mjs';

export { after, afterEach, before, beforeEach, mock } from 'node:test';

const files = new Map();
const groups = new AsyncLocalStorage(); // names of the groups around what is defined now
const own = fileURLToPath(import.meta.url);
const running = [];

/** The file that calls, of those on the stack the first that is not this one. */
function caller() {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const lines = new Error().stack.split('\n').slice(1);
  Error.stackTraceLimit = limit;
  for (const line of lines) {
    const place = /(file:\/\/\S+?|\/[^():]+|[A-Z]:\\[^():]+):\d+:\d+\)?$/.exec(line)?.[1];
    const file = place?.startsWith('file:') ? fileURLToPath(place) : place;
    if (file && file !== own && !line.includes('node:')) {
      return file;
    }
  }
  return process.argv[1];
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

/** Runs the body in a run of the test; its own subtests get runs of theirs. */
function bodyIn(tests, names, defaults, options, body, around = []) {
  return async (context) => {
    const name = context.name;
    const active = await tests.start(context, [...names, name], { ...defaults, ...options });
    if (context.signal.aborted) { // it timed out before it began
      await active.end(false);
      return undefined;
    }
    context.signal.addEventListener('abort', () => left(active), { once: true });
    context.reprise = active.reprise;
    const skip = context.skip.bind(context);
    context.skip = (...args) => {
      active.isSkipped = true;
      skip(...args);
    };
    const subtest = context.test.bind(context);
    context.test = (...args) => {
      const [title, settings, inner] = parted(args);
      active.unfinished += inner ? 1 : 0;
      return subtest(title, settings, inner && bodyIn(tests, [...names, name], defaults, settings.reprise, inner, [...around, active]));
    };
    entered(active, around);
    try {
      const result = await within(active, () => body(context));
      if (active.isWhole && around.length) {
        around.at(-1).unfinished--;
      }
      return result;
    } finally {
      left(active);
    }
  };
}

/** Name, options and function, as node:test finds them among its arguments. */
function parted(args) {
  const body = args.find((arg) => typeof arg === 'function');
  const options = args.find((arg) => arg !== null && typeof arg === 'object') ?? {};
  const name = args.find((arg) => typeof arg === 'string') ?? body?.name ?? '<anonymous>';
  return [name, options, body];
}

/** A `test` with options of its own. */
export function createTest(defaults = {}) {
  const wrapped = (define) => (...args) => {
    const [name, options, body] = parted(args);
    const tests = testsOf(caller(), defaults.upstream);
    const names = groups.getStore() ?? [];
    return define(name, options, body && bodyIn(tests, names, defaults, options.reprise, body));
  };
  const test = wrapped(plainTest);
  for (const kind of ['only', 'skip', 'todo']) {
    test[kind] = wrapped(plainTest[kind]);
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
