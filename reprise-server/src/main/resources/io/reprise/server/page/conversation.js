// What was asked and answered, as messages.
import { get } from './api.js';
import { copyButton } from './copy.js';
import { button, h, replace } from './dom.js';
import { asMarkdown } from './longtext.js';
import { partsCount, renderPart } from './parts.js';
import { problem } from './say.js';
import { count, line, plural, visible } from './text.js';
import { whole } from './whole.js';

const page = 50;

/** The element of a conversation; it loads its messages page by page. */
export function conversation(location) {
  const list = h('div', { class: 'messages' });
  const foot = h('div', { class: 'messages-foot' });
  const state = { location, list, foot, next: 0, total: 0, answers: new Map(), parts: { drawn: 0, total: 0 } };
  const element = h('div', { class: 'conversation' }, toolbar(list), list, foot);
  load(state);
  return element;
}

function toolbar(list) {
  const markdownSwitch = button('Markdown', () => {
    asMarkdown.set(asMarkdown.get() === 'on' ? 'off' : 'on');
    markdownSwitch.setAttribute('aria-pressed', String(asMarkdown.get() === 'on'));
    list.querySelectorAll('.text:not(.text-code)').forEach((each) => each.dispatchEvent(new Event('redraw')));
  }, { class: 'quiet', 'aria-pressed': String(asMarkdown.get() === 'on') });
  return h('div', { class: 'toolbar' }, markdownSwitch, button('Expand all', () => foldAll(list), { class: 'quiet', 'data-expand': true, title: 'e' }));
}

/** Opens everything that is folded, or folds it again. */
export function foldAll(place) {
  const all = [...place.querySelectorAll('details')];
  const open = all.some((each) => !each.open);
  all.forEach((each) => (each.open = open));
  place.querySelectorAll('.clamped, .unclamped').forEach((each) => {
    each.classList.toggle('clamped', !open);
    each.classList.toggle('unclamped', open);
  });
}

async function load(state) {
  replace(state.foot, h('p', { class: 'muted' }, 'Loading …'));
  try {
    const answer = await get('recordings/messages', { location: state.location, from: state.next, limit: page });
    state.total = answer.total;
    state.parts.total = answer.parts;
    draw(state, answer.messages);
    state.next += answer.messages.length;
    foot(state, answer);
  } catch (error) {
    replace(state.foot, problem(error, () => load(state)));
  }
}

function foot(state, answer) {
  const rest = answer.messages.length === 0 ? 0 : state.total - state.next;
  const isLost = rest === 0 && state.parts.drawn < state.parts.total;
  replace(
    state.foot,
    rest > 0 ? button(`Show the next ${count(Math.min(page, rest))} of ${plural(rest, 'more message')}`, () => load(state)) : null,
    state.total === 0 ? h('p', { class: 'muted' }, 'This exchange has no messages; Request and Answer have its bytes.') : null,
    h('p', { class: isLost ? 'parts-count parts-lost' : `parts-count ${rest > 0 ? 'muted' : 'off-screen'}` }, partsCount(state.parts)),
  );
}

function draw(state, messages) {
  for (const message of messages) {
    const parts = (message.parts ?? []).map((part) => {
      state.parts.drawn++;
      return renderPart(part, state.location);
    });
    const own = parts.filter((part) => !joinsItsCall(state.list, part));
    if (own.length === 0 && parts.length > 0) {
      continue; // results only, each of which is now with its call
    }
    const element = messageElement(message, own, state.location);
    if (message.side === 'answered' && message.choice !== null && message.choice !== undefined && (message.choice > 0 || state.answers.size > 0 || hasChoices(messages))) {
      choiceColumn(state, message.choice).append(element);
    } else {
      state.list.append(element);
    }
  }
}

const hasChoices = (messages) => messages.some(({ side, choice }) => side === 'answered' && choice > 0);

function messageElement(message, parts, location) {
  if (message.role === 'other') {
    return members(message, parts);
  }
  const role = message.role ?? (message.side === 'answered' ? 'answer' : 'request');
  const isLong = (role === 'system' || role === 'developer') && longerThanSixLines(message);
  const body = h('div', { class: `message-body${isLong ? ' clamped' : ''}` }, parts);
  return h(
    'article',
    { class: `message message-${message.side === 'answered' ? 'answered' : 'asked'}`, 'aria-label': `${line(role, 40)}, message ${count((message.index ?? 0) + 1)}` },
    h('div', { class: 'message-side' }, h('span', { class: 'role', dir: 'ltr' }, visible(line(role, 40))), message.name ? h('span', { class: 'muted', dir: 'auto' }, visible(line(message.name, 60))) : null, message.choice > 0 ? h('span', { class: 'muted' }, `choice ${count(message.choice)}`) : null),
    h('div', { class: 'message-main' }, body, isLong ? button('Show all', (event) => unfold(body, event.target), { class: 'quiet' }) : null, message.finish_reason ? h('p', { class: 'finish' }, 'finish reason ', h('code', {}, visible(line(message.finish_reason, 100)))) : null),
    h('div', { class: 'message-tools' }, copyButton(() => textOf(message, location), 'text of the message')),
  );
}

function longerThanSixLines({ parts = [] }) {
  return parts.reduce((lines, { text = '' }) => lines + 1 + String(text ?? '').slice(0, 4000).split('\n').reduce((sum, each) => sum + 1 + Math.floor(each.length / 90), 0), 0) > 7;
}

// what is no message: parameters of the request, and the envelope of the answer
function members(message, parts) {
  const names = (message.parts ?? []).map(({ where }) => where).filter(Boolean).join(', ');
  return h('div', { class: 'message message-other' }, h('div', { class: 'message-side' }, h('span', { class: 'muted' }, message.side === 'answered' ? 'of the answer' : 'of the request')), h('div', { class: 'message-main' }, h('details', {}, h('summary', {}, plural(parts.length, 'other member'), ' ', h('span', { class: 'muted', dir: 'ltr' }, line(names, 120))), h('div', { class: 'message-body' }, parts))));
}

function unfold(body, control) {
  const isOpen = body.classList.toggle('unclamped');
  body.classList.toggle('clamped', !isOpen);
  control.textContent = isOpen ? 'Show less' : 'Show all';
}

// reasoning is left out: it is not what the model said
async function textOf(message, location) {
  const texts = (message.parts ?? []).filter(({ kind }) => kind !== 'reasoning' && kind !== 'other').map((part) => {
    const member = ['text', 'arguments'].find((name) => typeof part[name] === 'string');
    return member ? whole(part, location, member) : '';
  });
  return (await Promise.all(texts)).join('\n\n');
}

// by id; where there is none, the first call of that name that has no result yet
function joinsItsCall(list, result) {
  if (!result.matches('.tool-result')) {
    return false;
  }
  const calls = [...list.querySelectorAll('.tool:not(.tool-done)')];
  const { result: id, name } = result.dataset;
  const call = calls.find((each) => (id ? each.dataset.call === id : each.dataset.name === name || !name));
  if (!call) {
    return false;
  }
  call.classList.add('tool-done');
  call.append(result);
  return true;
}

function choiceColumn(state, index) {
  if (!state.columns) {
    state.columns = h('div', { class: 'choices', role: 'group', 'aria-label': 'choices', tabindex: '0' });
    state.list.append(state.columns);
  }
  if (!state.answers.has(index)) {
    const column = h('section', { class: 'choice', 'data-choice': index, 'aria-label': `choice ${index}` });
    state.answers.set(index, column);
    const after = [...state.columns.children].find((each) => Number(each.dataset.choice) > index);
    state.columns.insertBefore(column, after ?? null);
    state.columns.classList.toggle('choices-many', state.answers.size > 4);
  }
  return state.answers.get(index);
}
