// Markdown as nodes. `marked` finds the tokens; this file alone makes elements of them, none of which loads or leads anywhere.
import { h } from './dom.js';
import { visible } from './text.js';
import { Lexer } from './vendor/marked.esm.js';

const limits = { text: 100_000, paragraph: 8_000, nodes: 6_000, depth: 12, columns: 40, marks: 400 };

/** The nodes of a text in Markdown, or null if it is better shown as it is: very long, or nested beyond reason. */
export function markdown(text) {
  if (text.length > limits.text || isBomb(text)) {
    return null;
  }
  try {
    const budget = { nodes: limits.nodes };
    return blocks(tokensOf(text), 0, budget);
  } catch {
    return null; // too many nodes, or deeper than the lexer goes
  }
}

// a line that begins with many marks nests; many brackets or stars in a row cost the lexer the square of their number
function isBomb(text) {
  return /^(?:[ \t]*(?:>|[-*+]|\d+[.)])[ \t]?){12}/m.test(text) || /([*_~`[\](<>!|\\])(?:[ \t]?\1){60}/.test(text) || /^[ \t]{24,}(?:[-*+>]|\d+[.)])[ \t]/m.test(text);
}

function tokensOf(text) {
  const lexer = new Lexer({ gfm: true });
  lexer.blockTokens(text.replace(/\r\n|\r/g, '\n'), lexer.tokens);
  for (const { src, tokens } of lexer.inlineQueue) {
    const marks = src.match(/[*_[\]~`<(]/g)?.length ?? 0;
    if (src.length > limits.paragraph || marks > limits.marks) {
      tokens.push({ type: 'text', raw: src, text: src });
    } else {
      lexer.inlineTokens(src, tokens);
    }
  }
  return lexer.tokens;
}

function spend(budget, depth) {
  budget.nodes--;
  if (budget.nodes < 0 || depth > limits.depth) {
    throw new RangeError('too much to show as Markdown');
  }
}

function blocks(tokens, depth, budget) {
  return tokens.map((token) => block(token, depth, budget));
}

function block(token, depth, budget) {
  spend(budget, depth);
  switch (token.type) {
    case 'space':
    case 'def':
      return token.type === 'def' ? h('p', { class: 'raw', dir: 'auto' }, visible(token.raw.trim())) : null;
    case 'hr':
      return h('hr');
    case 'heading':
      return h('p', { class: `heading heading-${token.depth}`, dir: 'auto' }, inlines(token.tokens, depth + 1, budget));
    case 'code':
      return h('pre', { tabindex: '0', dir: 'ltr' }, h('code', {}, visible(token.text)));
    case 'blockquote':
      return h('blockquote', {}, blocks(token.tokens, depth + 1, budget));
    case 'list':
      return h(token.ordered ? 'ol' : 'ul', token.ordered && token.start !== 1 ? { start: token.start } : {}, token.items.map((item) => listItem(item, depth + 1, budget)));
    case 'table':
      return table(token, depth + 1, budget);
    case 'paragraph':
      return h('p', { dir: 'auto' }, inlines(token.tokens, depth + 1, budget));
    case 'text':
      return h('span', { dir: 'auto' }, token.tokens ? inlines(token.tokens, depth + 1, budget) : visible(token.text));
    default:
      return h('p', { class: 'raw', dir: 'auto' }, visible(token.raw.replace(/\n$/, '')));
  }
}

function listItem(item, depth, budget) {
  spend(budget, depth);
  return h('li', { dir: 'auto' }, item.task ? (item.checked ? '☑ ' : '☐ ') : null, blocks(item.tokens.filter(({ type }) => type !== 'checkbox'), depth, budget));
}

function table(token, depth, budget) {
  if (token.header.length > limits.columns) {
    return h('p', { class: 'raw' }, visible(token.raw));
  }
  const cells = (row, name) => h('tr', {}, row.map((cell) => (spend(budget, depth), h(name, { dir: 'auto' }, inlines(cell.tokens, depth, budget)))));
  return h('div', { class: 'wide-table', tabindex: '0', role: 'group', 'aria-label': 'table' }, h('table', {}, h('thead', {}, cells(token.header, 'th')), h('tbody', {}, token.rows.map((row) => cells(row, 'td')))));
}

function inlines(tokens, depth, budget) {
  return tokens.map((token) => inline(token, depth, budget));
}

function inline(token, depth, budget) {
  spend(budget, depth);
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return h(token.type === 'del' ? 's' : token.type, {}, inlines(token.tokens, depth + 1, budget));
    case 'codespan':
      return h('code', {}, visible(token.text));
    case 'br':
      return h('br');
    case 'escape':
      return visible(token.text);
    case 'link':
      return link(token, depth, budget);
    case 'image':
      return h('span', { class: 'not-loaded' }, '[image, not loaded: ', visible(token.text), ' ', h('span', { class: 'url' }, visible(token.href)), ']');
    case 'text':
      return token.tokens ? inlines(token.tokens, depth + 1, budget) : visible(token.text);
    default:
      return visible(token.raw);
  }
}

// the words, and where they lead as text: nobody leaves this page by a link that a model has written
function link(token, depth, budget) {
  const isBare = token.text === token.href || `mailto:${token.text}` === token.href;
  return h('span', { class: 'link' }, inlines(token.tokens, depth + 1, budget), isBare ? null : [' ', h('span', { class: 'url', dir: 'ltr' }, '(', visible(token.href), ')')]);
}
