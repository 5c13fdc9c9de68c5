// Faults and paces: which rules are on, and switches for them.
import { get, send } from './api.js';
import { button, h, keepingFocus, replace } from './dom.js';
import { problem, say } from './say.js';
import { clock, line, plural, visible } from './text.js';

const kinds = {
  faults: {
    title: 'Faults',
    what: 'An answer with a fault fails on purpose.',
    examples: ['status=429,retry-after=2', 'status=503; every=3', 'cut,after=3; first=1', 'stall,after=2', 'reset', 'error,after=3', 'malformed,after=2', 'recut=1'],
  },
  pace: { title: 'Paces', what: 'A pace says when the chunks of a replayed stream are sent.', examples: ['instant', 'recorded', 'x2', 'x0.5', 'ttft=300ms,tps=50,jitter=10%,seed=7'] },
};

const lengths = [['', 'until it is switched off'], ['1m', '1 minute'], ['5m', '5 minutes'], ['30m', '30 minutes'], ['2h', '2 hours']];

/** What is on: `{faults: {rules, tests}, pace: {rules, tests}}`. */
export async function rulesOn() {
  const [faults, pace] = await Promise.all([get('faults'), get('pace')]);
  return { faults, pace };
}

export function countOn({ faults, pace }) {
  const count = ({ rules = [], tests = {} }) => rules.length + Object.values(tests).reduce((sum, each) => sum + each.length, 0);
  return { faults: count(faults), paces: count(pace) };
}

/** When the next rule ends, in ms; null if all hold until they are switched off. */
export function nextEnd({ faults, pace }) {
  const ends = [faults, pace].flatMap((each) => each.ends ?? []).map(({ ends_at: at }) => Date.parse(at));
  return ends.length === 0 ? null : Math.min(...ends);
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
    this.element = h('div', { class: 'whole-view', tabindex: '0', role: 'group', 'aria-label': 'faults and paces' }, h('div', { class: 'two-halves' }, Object.entries(kinds).map(([kind, each]) => this.#half(kind, each))), h('p', { class: 'muted' }, 'Rules that are set here hold until the server ends, unless you say for how long. A rule for a test counts before the rules for all tests. To keep a rule, write it to reprise.yaml.'));
  }

  #half(kind, { title, what, examples }) {
    const rule = h('input', { type: 'text', id: `${kind}-rule`, required: true, size: '34', list: `${kind}-examples`, spellcheck: 'false', autocomplete: 'off' });
    const test = h('input', { type: 'text', id: `${kind}-test`, size: '34', spellcheck: 'false', autocomplete: 'off' });
    const length = h('select', { id: `${kind}-for` }, lengths.map(([value, name]) => h('option', { value }, name)));
    const error = h('p', { class: 'filter-error', role: 'alert' });
    const submit = async (event) => {
      event.preventDefault();
      replace(error);
      try {
        await this.#add(kind, test.value, length.value ? { rule: rule.value, for: length.value } : rule.value);
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
      h('form', { class: 'form', onsubmit: submit }, h('div', {}, h('label', { for: `${kind}-rule` }, 'Rule'), rule), h('div', {}, h('label', { for: `${kind}-test` }, 'Test (empty: all tests)'), test), h('div', {}, h('label', { for: `${kind}-for` }, 'It holds'), length), h('datalist', { id: `${kind}-examples` }, examples.map((value) => h('option', { value }))), h('div', { class: 'buttons' }, h('button', { type: 'submit' }, 'Switch on')), error),
      h('p', { class: 'examples' }, 'Examples: ', examples.map((each) => button(each, () => ((rule.value = each), rule.focus()), { class: 'quiet code' }))),
    );
  }

  async #add(kind, test, rule) {
    const now = await get(kind);
    await this.#set(kind, test, [...withEnds(now, test), rule]);
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
      keepingFocus(place, () => replace(place, error ? problem(error, () => this.show()) : this.#rules(kind, on[kind])), () => document.getElementById(`${kind}-rule`));
    }
  }

  #rules(kind, state) {
    const { rules = [], tests = {} } = state;
    const groups = [['', rules], ...Object.entries(tests)].filter(([, all]) => all.length > 0);
    if (groups.length === 0) {
      return h('p', { class: 'off' }, kind === 'faults' ? 'No fault is on.' : 'No pace is set: replays are instant, or as the server was started.');
    }
    return groups.map(([test]) => {
      const all = withEnds(state, test);
      const off = (index) => this.#set(kind, test, all.filter((_, at) => at !== index)).catch((failure) => say(failure.message));
      const item = (each, index) => h('li', {}, h('code', { dir: 'ltr' }, visible(line(textOf(each), 500))), each.ends_at ? h('span', { class: 'muted' }, ` until ${clock(each.ends_at)}`) : null, button('Switch off', () => off(index), { class: 'quiet', 'aria-label': `Switch off ${line(textOf(each), 100)}` }));
      return h('div', { class: 'rule-group' }, h('h3', { dir: 'auto' }, test ? visible(line(test, 300)) : 'All tests'), h('ul', { class: 'plain-list' }, all.map(item)));
    });
  }

  get current() {
    return null;
  }
}

const textOf = (rule) => (typeof rule === 'string' ? rule : rule.rule);

/** The rules of a test, or of all, as they can be sent again: those with an end keep it. */
function withEnds({ rules = [], tests = {}, ends = [] }, test) {
  const own = test ? (Object.hasOwn(tests, test) ? tests[test] : []) : rules;
  const left = ends.filter((each) => (each.test ?? '') === test);
  return own.map((rule) => {
    const at = left.findIndex((each) => each.rule === rule);
    return at < 0 ? rule : { rule, ends_at: left.splice(at, 1)[0].ends_at };
  });
}

/** The banner while anything is on. */
export function banner(on, open) {
  const { faults, paces } = countOn(on);
  const words = [faults > 0 ? plural(faults, 'fault') : null, paces > 0 ? plural(paces, 'pace') : null].filter(Boolean).join(' and ');
  return words ? [h('span', {}, `${words} ${faults + paces === 1 ? 'is' : 'are'} on.`), button('Show', open, { class: 'quiet' })] : [];
}
