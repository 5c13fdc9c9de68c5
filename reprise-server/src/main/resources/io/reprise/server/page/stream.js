// The stream of a recording in time: numbers, plot, text as it came, and the table behind the plot.
import { countAt, loadChunks } from './chunks.js';
import { button, h, keepingFocus, replace } from './dom.js';
import { Plot } from './plot.js';
import { Rows } from './rows.js';
import { problem } from './say.js';
import { bytes, count, duration, line, visible } from './text.js';

const most = 60_000;
// no part of the time is shorter than this, in ms; the numbers of a plot could not be told apart
const narrowest = 0.001;

/** The view of one stream, or of two over each other; `facts` says whether their numbers stand above them. */
export class StreamView {
  element = h('div', { class: 'stream' }, h('p', { class: 'muted' }, 'Loading …'));
  #abort = new AbortController();
  #frame = null;
  #time = 0;

  constructor(location, other, { facts = true, range = null, onRange = () => {} } = {}) {
    this.facts = facts;
    this.wish = range;
    this.onRange = onRange;
    this.#load(location, other);
  }

  async #load(location, other) {
    try {
      const one = await loadChunks(location, this.#abort.signal);
      const two = other ? await loadChunks(other, this.#abort.signal) : null;
      this.#show(one, two);
    } catch (error) {
      if (error.name !== 'AbortError') {
        replace(this.element, problem(error));
      }
    }
  }

  #show(one, two) {
    this.chunks = one.chunks;
    if (one.chunks.length === 0) {
      replace(this.element, h('p', { class: 'muted' }, 'This answer did not come in chunks.'));
      return;
    }
    const series = two ? [{ ...one, name: 'A' }, { ...two, name: 'B' }] : [{ ...one, name: 'A' }];
    this.plot = new Plot(series, { onTime: (time) => this.#seek(time), onRange: (from, to) => this.#narrow(from, to), label: series.map(({ timing, total }) => `${count(total)} chunks, first token after ${duration(timing.first_token_ms)}, last chunk after ${duration(timing.last_chunk_ms)}`).join('; ') });
    this.end = this.plot.end;
    this.text = h('div', { class: 'stream-text', dir: 'auto', tabindex: '0', role: 'group', 'aria-label': 'text so far' });
    this.slider = h('input', { type: 'range', min: '0', max: String(Math.ceil(this.end)), step: 'any', value: String(this.end), 'aria-label': 'time in the stream', oninput: () => this.#seek(Number(this.slider.value)) });
    this.playButton = button('Play', () => this.toggle(), { class: 'quiet play', title: 'p' });
    this.now = h('output', { class: 'now' });
    this.ranges = h('div', { class: 'player ranges', role: 'group', 'aria-label': 'part of the time' });
    replace(
      this.element,
      !this.facts ? null : series.map((each) => numbers(each, two ? each.name : null)),
      this.end <= 1 ? h('p', { class: 'muted' }, 'This recording has no times: all chunks came at once, or it was imported without them.') : null,
      this.plot.element,
      h('div', { class: 'player' }, this.playButton, this.slider, this.now),
      two ? h('p', { class: 'muted' }, 'A is the continuous line, B the dashed one. The text is that of A.') : null,
      this.ranges,
      this.text,
      h('details', { class: 'table-behind', ontoggle: (event) => event.target.open && this.#table(event.target) }, h('summary', {}, `Table of the chunks`, one.total > one.chunks.length ? h('span', { class: 'muted' }, ` the first ${count(one.chunks.length)} of ${count(one.total)}`) : null)),
    );
    const [from, to] = (this.wish ?? '').split('-').map(Number);
    const isRange = to > from && from >= 0 && from < this.end;
    this.#narrow(isRange ? from : 0, isRange ? Math.min(to, this.end) : this.end, true);
  }

  /** Shows the chunks of a part of the time: plot, text and table. */
  #narrow(from, wished, isFirst = false) {
    this.#stopPlay();
    const to = Math.max(wished, from + narrowest);
    const isWhole = from <= 0 && to >= this.end;
    [this.from, this.to] = [from, to];
    [this.first, this.last] = isWhole ? [0, this.chunks.length] : [countAt(this.chunks, from - 1e-6), countAt(this.chunks, to)];
    this.plot.setRange(from, to);
    this.slider.min = String(from);
    this.slider.max = isWhole ? String(Math.ceil(this.end)) : String(to);
    this.written = undefined;
    this.element.querySelector('.table-behind .rows')?.replaceWith(chunkTable(this.chunks, this.first, this.last));
    const controls = [
      isWhole ? h('span', { class: 'muted' }, 'Drag over the plot, or move the slider:') : h('span', {}, `${duration(from)} to ${duration(to)}: ${count(this.last - this.first)} of ${count(this.chunks.length)} chunks`),
      button('From here', () => this.#time < this.to && this.#narrow(this.#time, this.to), { class: 'quiet', id: 'from-here' }),
      button('To here', () => this.#time > this.from && this.#narrow(this.from, this.#time), { class: 'quiet', id: 'to-here' }),
      isWhole ? null : button('Whole stream', () => this.#narrow(0, this.end), { class: 'quiet' }),
    ];
    keepingFocus(this.ranges, () => replace(this.ranges, controls), () => this.slider);
    this.#seek(to);
    if (!isFirst) {
      this.onRange(isWhole ? null : `${Math.round(from * 10) / 10}-${Math.round(to * 10) / 10}`);
    }
  }

  #table(details) {
    details.ontoggle = null;
    if (!details.querySelector('.rows')) {
      details.append(chunkTable(this.chunks, this.first, this.last));
    }
  }

  #seek(time) {
    this.#time = time;
    const at = this.plot.countAt(time);
    this.plot.time = time >= this.to ? null : time;
    this.slider.value = String(time);
    this.slider.setAttribute('aria-valuetext', `${duration(time)}, chunk ${count(at)}`);
    this.now.textContent = `${duration(time)} · chunk ${count(at)} of ${count(this.chunks.length)}`;
    this.#write(at);
  }

  // only what is new is written, as text
  #write(at) {
    if (this.written === undefined || at < this.written) {
      this.text.replaceChildren();
      this.written = this.first;
      this.length = 0;
    }
    let added = '';
    let last = '';
    for (let index = this.written; index < at && this.length < most; index++) {
      last = this.chunks[index].text ?? '';
      added += last;
      this.length += last.length;
    }
    this.written = at;
    if (added !== '') {
      this.text.querySelector('.newest')?.classList.remove('newest');
      this.text.append(...textNodes(added.slice(0, added.length - last.length)), h('span', { class: 'newest' }, visible(last)));
      this.text.scrollTop = this.text.scrollHeight;
    }
    this.text.hidden = this.length === 0 && at === this.chunks.length;
  }

  /** Plays from the beginning, or stops. */
  toggle() {
    if (!this.plot) {
      return;
    }
    if (this.#frame !== null) {
      this.#stopPlay();
      return;
    }
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#seek(this.to); // no motion: the slider moves through the stream by hand
      return;
    }
    const begin = performance.now() - (this.#time >= this.to ? this.from : this.#time);
    this.playButton.textContent = 'Stop';
    const step = (now) => {
      const time = Math.max(0, now - begin);
      this.#seek(Math.min(time, this.to));
      this.#frame = time < this.to ? requestAnimationFrame(step) : null;
      if (this.#frame === null) {
        this.#stopPlay();
      }
    };
    this.#frame = requestAnimationFrame(step);
  }

  #stopPlay() {
    if (this.#frame !== null) {
      cancelAnimationFrame(this.#frame);
    }
    this.#frame = null;
    this.playButton.textContent = 'Play';
  }

  stop() {
    this.#abort.abort();
    this.plot?.stop();
    cancelAnimationFrame(this.#frame);
  }
}

const textNodes = (text) => (text === '' ? [] : visible(text).map((node) => (node instanceof Node ? node : document.createTextNode(node))));

function numbers({ timing, total }, name) {
  const facts = [
    ['first token', duration(timing.first_token_ms)],
    ['first chunk', duration(timing.first_chunk_ms)],
    ['last chunk', duration(timing.last_chunk_ms)],
    ['chunks', count(total)],
    [timing.tokens_are === 'chunks' ? 'chunks/s' : 'tokens/s', timing.tokens_per_second === null || timing.tokens_per_second === undefined ? '–' : String(Math.round(timing.tokens_per_second * 10) / 10)],
    ['gap p50', duration(timing.gap_p50_ms)],
    ['gap p95', duration(timing.gap_p95_ms)],
    ['longest gap', duration(timing.gap_max_ms)],
  ];
  return h('dl', { class: 'facts' }, name ? h('div', { class: 'fact-name' }, h('dt', {}, name), h('dd', {}, '')) : null, facts.map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))));
}

export function chunkTable(chunks, first = 0, end = chunks.length) {
  const rows = new Rows({
    label: 'chunks',
    class: 'chunk-rows',
    rowHeight: 24,
    render: (chunk, row) => [row + first].flatMap((index) => [
      h('span', { role: 'gridcell', class: 'number' }, count(chunk.index ?? index)),
      h('span', { role: 'gridcell', class: 'number', title: chunk.late ? 'its time is before that of the chunk before it' : null }, `${duration(chunk.at_ms)}${chunk.late ? ' !' : ''}`),
      h('span', { role: 'gridcell', class: 'number' }, `+${duration(index > 0 ? chunk.at - chunks[index - 1].at : chunk.at)}`),
      h('span', { role: 'gridcell', class: 'number' }, bytes(chunk.bytes)),
      h('span', { role: 'gridcell', class: 'muted' }, line(chunk.kind, 40)),
      h('span', { role: 'gridcell', class: 'cell-text', dir: 'auto' }, line(chunk.text, 300)),
    ]),
  });
  rows.setSource({ length: end - first, at: (index) => chunks[first + index] });
  return rows.element;
}
