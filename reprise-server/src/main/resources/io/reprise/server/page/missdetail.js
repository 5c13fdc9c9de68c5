// Why a request had no recording, and what to do.
import { get, send } from './api.js';
import { copyButton } from './copy.js';
import { button, h, replace } from './dom.js';
import { problem } from './say.js';
import { count, line, plural, visible } from './text.js';
import { marked } from './worddiff.js';

export const reasons = {
  'not-recorded': 'No recording has this question.',
  'used-up': 'The question is recorded, but each of its answers has been used.',
  'never-kept': 'A rule excludes it from being recorded.',
  expired: 'The recording is older than max-age allows, and on-expired is fail.',
  'other-message': 'The client has sent a message that no recorded conversation has at this point.',
  'no-key': 'Only an upstream could answer in this mode, and the client has no API key for it.',
};

/** The elements of the miss with that id, and the miss, if it is known. */
export async function missDetail(id) {
  try {
    const { misses } = await get('misses', { limit: 1000 });
    const miss = misses.find((each) => String(each.id) === String(id));
    return miss ? { element: missView(miss), miss } : { element: h('p', { class: 'hint muted' }, 'This miss is not known any more; the server keeps the latest 1,000.'), miss: null };
  } catch (error) {
    return { element: problem(error), miss: null };
  }
}

export function missView(miss) {
  const { nearest } = miss;
  const isRenamed = miss.reason === 'not-recorded' && nearest && (nearest.differences ?? []).length === 0 && nearest.test !== miss.test;
  return [
    h('header', { class: 'detail-head' }, h('div', { class: 'detail-title' }, h('span', { class: 'outcome outcome-missed' }, h('span', { class: 'shape', 'aria-hidden': 'true' }), 'missed'), h('h2', { dir: 'ltr' }, visible(line(`${miss.method} ${miss.path}`, 200)))), h('p', { class: 'detail-line muted' }, [miss.model, miss.test ?? 'no test', miss.upstream].filter(Boolean).map((each, index) => [index > 0 ? ' · ' : null, h('bdi', {}, visible(line(each, 200)))]))),
    h('div', { class: 'tab-panel miss', tabindex: '0', role: 'group', 'aria-label': 'why it missed' }, h('p', { class: 'verdict' }, isRenamed ? ['The same question is recorded for another test: ', h('bdi', {}, h('strong', {}, visible(line(nearest.test ?? 'no test', 300)))), '. Was the test renamed?'] : (reasons[miss.reason] ?? `Reason: ${line(miss.reason, 200)}.`), miss.never_keep ? [' Rule: ', h('code', {}, visible(line(miss.never_keep, 400)))] : null), isRenamed ? renamed(miss) : null, nearest ? nearestView(nearest) : h('p', { class: 'muted' }, `None of ${plural(miss.index?.recordings ?? 0, 'recording')} is like it.${miss.index?.complete === false ? ' The store was still being read.' : ''}`), rules(miss), command(miss), h('details', {}, h('summary', {}, 'The text that the client got'), h('pre', { tabindex: '0', class: 'message-text', dir: 'auto' }, visible(String(miss.message ?? '').slice(0, 50_000))))),
  ];
}

function renamed(miss) {
  const text = miss.move_command;
  return text ? h('div', { class: 'command' }, h('code', { tabindex: '0' }, text), copyButton(text, 'command')) : null;
}

function nearestView(nearest) {
  const differences = nearest.differences ?? [];
  return h(
    'section',
    { class: 'nearest' },
    h('h3', {}, 'Nearest recording'),
    h('p', {}, h('a', { href: `#/store/${encodeURIComponent(nearest.location)}` }, h('bdi', {}, line(nearest.location, 300))), h('span', { class: 'muted' }, ' ', nearest.test === null ? 'no test' : h('bdi', {}, line(nearest.test, 200)))),
    (nearest.other_tests ?? []).length > 0 ? h('p', { class: 'muted' }, `Also recorded for: `, h('bdi', {}, line(nearest.other_tests.map((each) => each ?? 'no test').join(', '), 500)), nearest.more_tests > 0 ? ` and ${plural(nearest.more_tests, 'other test')}` : null) : null,
    differences.length > 0 ? h('p', { class: 'legend' }, h('del', {}, 'only in the recording'), ' ', h('ins', {}, 'only in the request'), differences.some(({ what }) => String(what).includes(' → ')) ? [' ', h('span', { class: 'muted' }, 'the recording → the request')] : null) : null,
    differences.map(({ where, what }) => h('div', { class: 'hunk' }, h('h4', { class: 'where', dir: 'ltr' }, visible(line(where, 400))), marked(what))),
  );
}

const rulesOf = (miss) => (miss.rules ?? []).map((rule) => (typeof rule === 'string' ? rule : JSON.stringify(rule)));

const asItems = (all) => all.map((rule) => `  - ${item(rule)}\n`).join('');

/** What the keys copy of a miss: `{text, what}`; an empty text, and why, where it has none. */
export function copyOfMiss(miss, what) {
  if (what === 'rule') {
    const all = rulesOf(miss);
    return all.length > 1 ? { text: asItems(all), what: 'all rules' } : { text: all[0] ?? '', what: 'rule', why: 'No rule would let this request match.' };
  }
  return { text: miss.command ?? miss.move_command ?? '', what: 'command', why: 'No command records this request.' };
}

function rules(miss) {
  const all = rulesOf(miss);
  if (all.length === 0) {
    return null;
  }
  if (all.length === 1) {
    return h('section', { class: 'rules' }, h('h3', {}, 'Rule that would let it match'), ruleView(all[0], miss, 'This request would still not match.'));
  }
  return h('section', { class: 'rules' }, h('h3', {}, 'Rules that would let it match'), all.map((rule) => ruleView(rule, miss, 'This request would still not match by this rule alone; all these rules together may let it match.')), togetherView(all, miss));
}

function ruleView(rule, miss, fails) {
  const { place, tries } = trial({ rule, miss: miss.id }, fails, 'it');
  return h('div', { class: 'rule' }, h('pre', { tabindex: '0', dir: 'ltr' }, visible(rule)), h('div', { class: 'toolbar' }, copyButton(rule, 'rule', 'Copy rule'), button('Try this rule', tries, { class: 'quiet', 'data-try': true })), place);
}

function togetherView(all, miss) {
  const { place, tries } = trial({ rules: all, miss: miss.id }, 'This request would still not match, even with all these rules.', 'them');
  return h('div', { class: 'rule' }, h('div', { class: 'toolbar' }, copyButton(asItems(all), 'all rules', 'Copy all rules'), button('Try all these rules together', tries, { class: 'quiet' })), place);
}

/** A rule as an item of a list of YAML, with quotes where YAML would read it in another way. */
function item(rule) {
  return /: | #|:$/.test(rule) ? `'${rule.replaceAll("'", "''")}'` : rule;
}

/** Where the result of a trial is shown, and what starts it. */
function trial(body, fails, them) {
  const place = h('div', { class: 'tried', role: 'status' });
  const tries = async () => {
    replace(place, h('p', { class: 'muted' }, `Trying ${them} on all recordings …`));
    try {
      replace(place, triedView(fails, them, await send('POST', 'rules/try', {}, body)));
    } catch (error) {
      replace(place, problem(error));
    }
  };
  return { place, tries };
}

function triedView(fails, them, { matches_miss: matches, joined = [], joined_questions: questions, recordings, complete }) {
  return [
    h('p', {}, matches ? h('strong', {}, 'This request would match.') : h('strong', {}, fails), questions > 0 ? ` ${plural(questions, 'question')} of the store would become one with another.` : ' No two other questions would become one.', h('span', { class: 'muted' }, ` ${plural(recordings, 'recording')} tried${complete === false ? '; not all, because that takes more than 20 s' : ''}. Nothing was written.`)),
    joined.length > 0 ? h('ul', { class: 'file-list', tabindex: '0' }, joined.slice(0, 50).map(({ locations, test }) => h('li', {}, h('bdi', { class: 'muted' }, line(test ?? 'no test', 160)), ' ', h('span', { dir: 'ltr' }, line((locations ?? []).join(' = '), 400))))) : null,
    joined.length > 50 ? h('p', { class: 'muted' }, `and ${count(joined.length - 50)} more`) : null,
    matches ? h('p', { class: 'muted' }, `To keep ${them}, add ${them} to rules: in reprise.yaml and restart the server.`) : null,
  ];
}

function command(miss) {
  return miss.command ? h('section', {}, h('h3', {}, 'Command that records it'), h('div', { class: 'command' }, h('code', { tabindex: '0' }, visible(miss.command)), copyButton(miss.command, 'command')), miss.replay_asked ? h('p', { class: 'muted' }, 'Send the request without the header ', h('code', {}, 'X-Reprise-Mode: replay'), '.') : null, miss.missing_key ? h('p', { class: 'muted' }, 'The upstream was not asked, since the client has no API key. Set ', h('code', {}, visible(miss.missing_key)), ' before.') : null) : null;
}
