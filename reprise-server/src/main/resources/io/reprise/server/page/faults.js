// Faults and paces: which rules are on, and switches for them.
import { get, send } from './api.js';
import { button, h, replace } from './dom.js';
import { problem, say } from './say.js';
import { line, plural, visible } from './text.js';

const kinds = {
  faults: {
    title: 'Faults',
    what: 'An answer with a fault fails on purpose.',
    examples: ['status=429,retry-after=2', 'status=503; every=3', 'cut,after=3; first=1', 'stall,after=2', 'reset', 'error,after=3', 'malformed,after=2', 'recut=1'],
  },
  pace: { title: 'Paces', what: 'A pace says when the chunks of a replayed stream are sent.', examples: ['instant', 'recorded', 'x2', 'x0.5', 'ttft=300ms,tps=50,jitter=10%,seed=7'] },
};

/** What is on: `{faults: {rules, tests}, pace: {rules, tests}}`. */
export async function rulesOn() {
  const [faults, pace] = await Promise.all([get('faults'), get('pace')]);
  return { faults, pace };
}

export function countOn({ faults, pace }) {
  const count = ({ rules = [], tests = {} }) => rules.length + Object.values(tests).reduce((sum, each) => sum + each.length, 0);
  return { faults: count(faults), paces: count(pace) };
}

export class Faults {
  title = 'Faults & paces';
  hasTests = false;
  hasFilter = false;
  #app;
  #places = {};

  constructor(app) {
    this.#app = app;
    for (const kind of Object.keys(kinds)) {
      this.#places[kind] = h('div', { class: 'rules-on' });
    }
    this.element = h('div', { class: 'whole-view', tabindex: '0', role: 'group', 'aria-label': 'faults and paces' }, h('div', { class: 'two-halves' }, Object.entries(kinds).map(([kind, each]) => this.#half(kind, each))), h('p', { class: 'muted' }, 'Rules that are set here hold until the server ends. A rule for a test counts before the rules for all tests. To keep a rule, write it to reprise.yaml.'));
  }

  #half(kind, { title, what, examples }) {
    const rule = h('input', { type: 'text', id: `${kind}-rule`, required: true, size: '34', list: `${kind}-examples`, spellcheck: 'false', autocomplete: 'off' });
    const test = h('input', { type: 'text', id: `${kind}-test`, size: '34', spellcheck: 'false', autocomplete: 'off' });
    const error = h('p', { class: 'filter-error', role: 'alert' });
    const submit = async (event) => {
      event.preventDefault();
      replace(error);
      try {
        await this.#add(kind, test.value, rule.value);
        rule.value = '';
      } catch (failure) {
        replace(error, line(failure.message, 1000));
      }
    };
    return h(
      'section',
      { class: 'card', 'aria-label': title },
      h('h2', {}, title),
      h('p', { class: 'muted' }, what),
      this.#places[kind],
      h('form', { class: 'form', onsubmit: submit }, h('div', {}, h('label', { for: `${kind}-rule` }, 'Rule'), rule), h('div', {}, h('label', { for: `${kind}-test` }, 'Test (empty: all tests)'), test), h('datalist', { id: `${kind}-examples` }, examples.map((value) => h('option', { value }))), h('div', { class: 'buttons' }, h('button', { type: 'submit' }, 'Switch on')), error),
      h('p', { class: 'examples' }, 'Examples: ', examples.map((each) => button(each, () => ((rule.value = each), rule.focus()), { class: 'quiet code' }))),
    );
  }

  async #add(kind, test, rule) {
    const now = await get(kind);
    const rules = test ? (now.tests?.[test] ?? []) : (now.rules ?? []);
    await this.#set(kind, test, [...rules, rule]);
    say('The rule is on.');
  }

  async #set(kind, test, rules) {
    if (rules.length === 0) {
      await send('DELETE', kind, { test });
    } else {
      await send('POST', kind, { test }, { rules });
    }
    await this.#app.stateChanged();
  }

  show() {
    this.#app.stateChanged();
  }

  hide() {}

  draw(on, error) {
    for (const [kind, place] of Object.entries(this.#places)) {
      replace(place, error ? problem(error, () => this.show()) : this.#rules(kind, on[kind]));
    }
  }

  #rules(kind, { rules = [], tests = {} }) {
    const groups = [['', rules], ...Object.entries(tests)].filter(([, all]) => all.length > 0);
    if (groups.length === 0) {
      return h('p', { class: 'off' }, kind === 'faults' ? 'No fault is on.' : 'No pace is set: replays are instant, or as the server was started.');
    }
    return groups.map(([test, all]) =>
      h('div', { class: 'rule-group' }, h('h3', { dir: 'auto' }, test ? visible(line(test, 300)) : 'All tests'), h('ul', { class: 'plain-list' }, all.map((each, index) => h('li', {}, h('code', { dir: 'ltr' }, visible(line(each, 500))), button('Switch off', () => this.#set(kind, test, all.filter((_, at) => at !== index)).catch((failure) => say(failure.message)), { class: 'quiet', 'aria-label': `Switch off ${line(each, 100)}` }))))),
    );
  }

  get current() {
    return null;
  }
}

/** The banner while anything is on. */
export function banner(on, open) {
  const { faults, paces } = countOn(on);
  const words = [faults > 0 ? plural(faults, 'fault') : null, paces > 0 ? plural(paces, 'pace') : null].filter(Boolean).join(' and ');
  return words ? [h('span', {}, `${words} ${faults + paces === 1 ? 'is' : 'are'} on.`), button('Show', open, { class: 'quiet' })] : [];
}
