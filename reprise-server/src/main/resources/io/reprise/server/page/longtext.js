// A text of any length: its beginning, and more of it on request.
import { get } from './api.js';
import { button, h, keepingFocus, replace } from './dom.js';
import { markdown } from './markdown.js';
import { say } from './say.js';
import { count, visible } from './text.js';
import { choice } from './theme.js';

export const asMarkdown = choice('markdown', 'on');
const step = 20_000;
const mostParagraphs = 3000; // as elements of their own

/**
 * `part` says where the rest of the text is: `{location, part}`; without it, `text` is all there is. `total` is the length of the whole text.
 * `finish` makes of the text what is shown, as soon as the whole of it is here.
 */
export function longText(text, total, part, { code = false, finish = (whole) => whole } = {}) {
  const block = h('div', { class: code ? 'text text-code' : 'text', tabindex: '-1' });
  const state = { text: String(text ?? ''), total: part ? (total ?? 0) : 0, shown: step, isWhole: false, isAsking: false };
  const known = () => Math.max(state.total, state.text.length);
  const draw = () => {
    if (!state.isWhole && state.text.length >= state.total) {
      Object.assign(state, { text: finish(state.text), total: 0, isWhole: true });
    }
    const now = state.text.slice(0, state.shown);
    const nodes = !code && asMarkdown.get() === 'on' && !block.dataset.plain ? markdown(now) : null;
    const rest = known() - now.length;
    const drawn = [nodes ? h('div', { class: 'markdown' }, nodes) : plain(now, code), rest > 0 ? h('p', { class: 'more' }, button(`Show ${count(Math.min(rest, step * 5))} more of ${count(known())} characters`, more, { class: 'quiet' })) : null];
    keepingFocus(block, () => replace(block, drawn), () => block.querySelector('.more button') ?? block);
  };
  // the button is not disabled meanwhile: that would take the focus from it
  async function more() {
    if (state.isAsking) {
      return;
    }
    state.isAsking = true;
    try {
      if (state.text.length < Math.min(state.total, state.shown + step * 5)) {
        const answer = await get('recordings/part', { ...part, offset: state.text.length, length: step * 5 });
        state.text += answer.text;
        if (answer.text === '') {
          state.total = state.text.length;
        }
      }
      state.shown += step * 5;
      draw();
    } catch (error) {
      say(error.message);
    } finally {
      state.isAsking = false;
    }
  }
  block.addEventListener('redraw', draw);
  draw();
  return block;
}

function plain(text, code) {
  if (code) {
    return h('pre', { tabindex: '0', dir: 'ltr' }, visible(text));
  }
  return paragraphs(text).map((each) => h('p', { class: 'plain', dir: 'auto' }, visible(each)));
}

/** The paragraphs of a text; where there are very many, the last one is all of the rest, with its empty lines. */
function paragraphs(text) {
  const all = [];
  let end = 0;
  for (const gap of text.matchAll(/\n{2,}/g)) {
    if (all.length === mostParagraphs - 1) {
      break;
    }
    all.push(text.slice(end, gap.index));
    end = gap.index + gap[0].length;
  }
  return [...all, text.slice(end)];
}

