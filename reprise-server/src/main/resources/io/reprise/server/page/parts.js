// Each kind of part of a message, as elements. What no rule knows is shown as JSON.
import { copyButton } from './copy.js';
import { h } from './dom.js';
import { pretty, prettyValue } from './json.js';
import { longText } from './longtext.js';
import { media } from './media.js';
import { bytes, count, line, plural, visible } from './text.js';
import { whole } from './whole.js';

const kinds = {
  text: (part, at) => longText(part.text, part.total, at),
  reasoning: (part, at) => reasoning(part, at),
  refusal: (part, at) => h('div', { class: 'refusal' }, h('span', { class: 'label' }, 'Refusal'), longText(part.text, part.total, at)),
  tool_call: (part, at) => toolCall(part, at),
  tool_result: (part, at) => toolResult(part, at),
  tools: (part) => tools(part),
  media: (part, at) => media(part, at),
  numbers: (part) => h('div', { class: 'numbers' }, h('span', { class: 'label' }, `${plural(part.count, 'number')}`), ` norm ${part.norm ?? '–'} `, h('code', {}, `[${(part.first ?? []).map((each) => line(each, 30)).join(', ')}${part.count > (part.first ?? []).length ? ', …' : ''}]`)),
  table: (part) => table(part),
  citation: (part) => h('div', { class: 'citation' }, h('span', { class: 'label' }, 'Source'), ' ', h('span', { dir: 'auto' }, visible(part.title ?? '')), ' ', h('span', { class: 'url', dir: 'ltr' }, visible(part.url ?? '')), part.text ? h('blockquote', { dir: 'auto' }, visible(line(part.text, 4000))) : null),
};

/** The element of a part, always: nothing is lost without a word. */
export function renderPart(part, location) {
  const at = part.part === undefined ? null : { location, part: part.part };
  const draw = Object.hasOwn(kinds, part.kind) ? kinds[part.kind] : null;
  try {
    if (draw) {
      return draw(part, at);
    }
  } catch {
    // a part that is not what its kind says is shown as JSON
  }
  return other(part, at);
}

function fold(open, summary, ...body) {
  return h('details', { open }, h('summary', {}, summary), body);
}

function reasoning(part, at) {
  if (part.encrypted) {
    return h('p', { class: 'reasoning' }, h('span', { class: 'label' }, 'Reasoning'), ` encrypted, ${bytes(part.encrypted)}`);
  }
  return h('div', { class: 'reasoning' }, fold(false, ['Reasoning ', h('span', { class: 'muted' }, plural(part.total ?? part.text?.length ?? 0, 'character'))], longText(part.text, part.total, at)));
}

function toolCall(part, at) {
  const text = typeof part.arguments === 'string' ? part.arguments : prettyValue(part.arguments ?? {});
  return h(
    'section',
    { class: 'tool', 'data-call': part.id ?? '', 'data-name': part.name ?? '', 'aria-label': `tool call ${line(part.name, 80)}` },
    h('div', { class: 'tool-head' }, h('span', { class: 'label' }, 'Calls'), h('strong', { class: 'tool-name', dir: 'ltr' }, visible(line(part.name, 200))), part.id ? h('span', { class: 'id', dir: 'ltr' }, visible(line(part.id, 80))) : null, part.is_json === false ? h('span', { class: 'badge badge-warn' }, 'not valid JSON') : null, copyButton(() => (at ? whole(part, at.location, 'arguments') : text), 'arguments')),
    longText(text, part.total, at, { code: true, finish: part.is_json === false ? undefined : pretty }),
  );
}

function toolResult(part, at) {
  const code = looksLikeJson(part.text, part.total);
  return h(
    'section',
    { class: `tool-result${part.is_error ? ' tool-error' : ''}`, 'data-result': part.id ?? '', 'data-name': part.name ?? '', 'aria-label': `result of ${line(part.name ?? 'a tool', 80)}` },
    h('div', { class: 'tool-head' }, h('span', { class: 'label' }, part.is_error ? 'Result: an error' : 'Result'), part.name ? h('strong', { class: 'tool-name', dir: 'ltr' }, visible(line(part.name, 200))) : null, part.id ? h('span', { class: 'id', dir: 'ltr' }, visible(line(part.id, 80))) : null),
    longText(part.text, part.total, at, { code, finish: (text) => (code && looksLikeJson(text) ? pretty(text) : text) }),
  );
}

/** Whether a text is JSON; of a text that was cut, whether it begins as JSON does. */
function looksLikeJson(text, total = 0) {
  if (typeof text !== 'string' || text.length >= 200_000) {
    return false;
  }
  if (total > text.length) {
    return /^\s*(\{\s*"|\[\s*([[{"]|-?[\d.]+\s*,))/.test(text);
  }
  try {
    return /^\s*[[{]/.test(text) && JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

function tools(part) {
  const all = part.tools ?? [];
  const shown = all.slice(0, 50);
  const total = Math.max(part.total ?? 0, all.length);
  const names = (some, limit) => line(some.map(({ name }) => name).join(', '), limit);
  const rest = total > shown.length ? `and ${plural(total - shown.length, 'more tool')}${all.length > shown.length ? `: ${names(all.slice(shown.length), 4000)}` : ''}${total > all.length ? ', …' : ''}` : null;
  return h('div', { class: 'tools' }, fold(false, [plural(total, 'tool'), ' ', h('span', { class: 'muted', dir: 'ltr' }, names(all.slice(0, 12), 160))], shown.map(toolItem), rest ? h('p', { class: 'muted' }, rest) : null));
}

function toolItem({ name, description, schema }) {
  const text = typeof schema === 'string' ? schema : prettyValue(schema); // the server gives a long one as the beginning of its text
  return fold(false, [h('span', { class: 'tool-name', dir: 'ltr' }, visible(line(name, 200))), ' ', h('span', { class: 'muted', dir: 'auto' }, line(description, 160))], description ? h('p', { dir: 'auto' }, visible(description.slice(0, 20_000))) : null, schema === undefined || schema === null ? null : longText(text, undefined, null, { code: true }));
}

function table(part) {
  const rows = part.rows ?? [];
  const rest = Math.max(part.total ?? 0, rows.length) - Math.min(200, rows.length);
  const cells = (row, name) => h('tr', {}, (Array.isArray(row) ? row : Object.values(row)).slice(0, 40).map((cell) => h(name, { dir: 'auto' }, visible(line(typeof cell === 'object' ? JSON.stringify(cell) : cell, 500)))));
  return h('div', { class: 'wide-table', tabindex: '0', role: 'group', 'aria-label': 'table' }, h('table', {}, h('thead', {}, cells(part.columns ?? [], 'th')), h('tbody', {}, rows.slice(0, 200).map((row) => cells(row, 'td')))), rest > 0 ? h('p', { class: 'muted' }, `and ${plural(rest, 'more row')}`) : null);
}

// the server gives long JSON as an indented text, of which this is the beginning
function other(part, at) {
  const isKnown = part.kind === 'other';
  const body = isKnown && part.json === undefined ? longText(part.text, part.total, at, { code: true }) : longText(prettyValue(isKnown ? part.json : part), undefined, null, { code: true });
  return h('div', { class: 'other' }, h('span', { class: 'label' }, isKnown ? 'Other' : `Other: ${line(part.kind, 60)}`), ' ', part.where ? h('code', {}, visible(line(part.where, 300))) : null, body);
}

export const partsCount = (parts) => `parts shown ${count(parts.drawn)} of ${count(parts.total)}`;
