// Each kind of part of a message, as elements. What no rule knows is shown as JSON.
import { copyButton } from './copy.js';
import { h } from './dom.js';
import { pretty } from './json.js';
import { longText } from './longtext.js';
import { media } from './media.js';
import { bytes, count, line, plural, visible } from './text.js';

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
  const text = typeof part.arguments === 'string' ? part.arguments : pretty(part.arguments ?? '');
  return h(
    'section',
    { class: 'tool', 'data-call': part.id ?? '', 'data-name': part.name ?? '', 'aria-label': `tool call ${line(part.name, 80)}` },
    h('div', { class: 'tool-head' }, h('span', { class: 'label' }, 'Calls'), h('strong', { class: 'tool-name', dir: 'ltr' }, visible(line(part.name, 200))), part.id ? h('span', { class: 'id', dir: 'ltr' }, visible(line(part.id, 80))) : null, part.is_json === false ? h('span', { class: 'badge badge-warn' }, 'not valid JSON') : null, copyButton(text, 'arguments')),
    longText(part.is_json === false ? text : pretty(text), part.total, part.total > text.length ? at : null, { code: true }),
  );
}

function toolResult(part, at) {
  return h(
    'section',
    { class: `tool-result${part.is_error ? ' tool-error' : ''}`, 'data-result': part.id ?? '', 'data-name': part.name ?? '', 'aria-label': `result of ${line(part.name ?? 'a tool', 80)}` },
    h('div', { class: 'tool-head' }, h('span', { class: 'label' }, part.is_error ? 'Result: an error' : 'Result'), part.name ? h('strong', { class: 'tool-name', dir: 'ltr' }, visible(line(part.name, 200))) : null, part.id ? h('span', { class: 'id', dir: 'ltr' }, visible(line(part.id, 80))) : null),
    longText(looksLikeJson(part.text) ? pretty(part.text) : part.text, part.total, at, { code: looksLikeJson(part.text) }),
  );
}

function looksLikeJson(text) {
  try {
    return typeof text === 'string' && text.length < 200_000 && /^\s*[[{]/.test(text) && JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

function tools(part) {
  const all = part.tools ?? [];
  const item = (tool) =>
    fold(false, [h('span', { class: 'tool-name', dir: 'ltr' }, visible(line(tool.name, 200))), ' ', h('span', { class: 'muted', dir: 'auto' }, line(tool.description, 160))], tool.description ? h('p', { dir: 'auto' }, visible(tool.description.slice(0, 20_000))) : null, tool.schema === undefined || tool.schema === null ? null : longText(pretty(tool.schema), undefined, null, { code: true }));
  const rest = all.slice(50);
  return h('div', { class: 'tools' }, fold(false, [plural(all.length, 'tool'), ' ', h('span', { class: 'muted', dir: 'ltr' }, line(all.slice(0, 12).map(({ name }) => name).join(', '), 160))], all.slice(0, 50).map(item), rest.length > 0 ? h('p', { class: 'muted' }, `and ${plural(rest.length, 'more tool')}: ${line(rest.map(({ name }) => name).join(', '), 4000)}`) : null));
}

function table(part) {
  const rows = part.rows ?? [];
  const cells = (row, name) => h('tr', {}, (Array.isArray(row) ? row : Object.values(row)).slice(0, 40).map((cell) => h(name, { dir: 'auto' }, visible(line(typeof cell === 'object' ? JSON.stringify(cell) : cell, 500)))));
  return h('div', { class: 'wide-table', tabindex: '0', role: 'group', 'aria-label': 'table' }, h('table', {}, h('thead', {}, cells(part.columns ?? [], 'th')), h('tbody', {}, rows.slice(0, 200).map((row) => cells(row, 'td')))), rows.length > 200 ? h('p', { class: 'muted' }, `and ${plural(rows.length - 200, 'more row')}`) : null);
}

function other(part, at) {
  const json = part.kind === 'other' ? part.json : part;
  return h('div', { class: 'other' }, h('span', { class: 'label' }, part.kind === 'other' ? 'Other' : `Other: ${line(part.kind, 60)}`), ' ', part.where ? h('code', {}, visible(line(part.where, 300))) : null, longText(pretty(json), part.total, part.kind === 'other' ? at : null, { code: true }));
}

export const partsCount = (parts) => `parts shown ${count(parts.drawn)} of ${count(parts.total)}`;
