// Draws when chunks came: a line of the bytes so far, a dot for each chunk, marks for the first token and for long gaps.
import { countAt, longGaps } from './chunks.js';
import { h } from './dom.js';
import { duration } from './text.js';

const margin = { left: 8, right: 12, top: 10, bottom: 22 };

export class Plot {
  #series;
  #time = null;
  #onTime;
  #onRange;
  #from = 0;
  #to;
  #drag = null;
  #canvas = h('canvas', { class: 'plot', role: 'img' });
  #redraw = () => this.draw();

  /** `series` are `{chunks, timing, name}`, one or two. */
  constructor(series, { onTime, onRange, label }) {
    this.#series = series.map((each) => ({ ...each, gaps: longGaps(each.chunks), bytes: sums(each.chunks) }));
    this.#onTime = onTime;
    this.#onRange = onRange;
    this.end = Math.max(1, ...series.map(({ chunks }) => chunks.at(-1)?.at ?? 0));
    this.#to = this.end;
    this.#canvas.setAttribute('aria-label', label);
    this.#canvas.addEventListener('pointerdown', (event) => this.#begin(event));
    this.#canvas.addEventListener('pointermove', (event) => this.#move(event));
    this.#canvas.addEventListener('pointerup', () => this.#drop());
    this.#canvas.addEventListener('pointercancel', () => ((this.#drag = null), this.draw()));
    this.#canvas.addEventListener('dblclick', () => this.#onRange?.(0, this.end));
    this.element = this.#canvas;
    new ResizeObserver(() => this.draw()).observe(this.#canvas);
    addEventListener('themechange', this.#redraw);
  }

  stop() {
    removeEventListener('themechange', this.#redraw);
  }

  set time(value) {
    this.#time = value;
    this.draw();
  }

  /** Shows a part of the time only. */
  setRange(from, to) {
    [this.#from, this.#to] = [from, to];
    this.draw();
  }

  #timeAt(event) {
    const { left, width } = this.#canvas.getBoundingClientRect();
    const share = (event.clientX - left - margin.left) / (width - margin.left - margin.right);
    return this.#from + Math.max(0, Math.min(1, share)) * (this.#to - this.#from);
  }

  #begin(event) {
    if (event.button === 0) {
      this.#canvas.setPointerCapture(event.pointerId);
      this.#drag = { x: event.clientX, from: this.#timeAt(event), to: null };
    }
  }

  #move(event) {
    if (this.#drag && (this.#drag.to !== null || Math.abs(event.clientX - this.#drag.x) > 5)) {
      this.#drag.to = this.#timeAt(event);
      this.draw();
    }
  }

  // a click names a time, a drag a range
  #drop() {
    const drag = this.#drag;
    this.#drag = null;
    if (drag?.to === null) {
      this.#onTime?.(drag.from);
    } else if (drag && drag.to !== drag.from) {
      this.#onRange?.(Math.min(drag.from, drag.to), Math.max(drag.from, drag.to));
    }
    this.draw();
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0) {
      return;
    }
    const ratio = devicePixelRatio || 1;
    [this.#canvas.width, this.#canvas.height] = [width * ratio, height * ratio];
    const context = this.#canvas.getContext('2d');
    context.scale(ratio, ratio);
    const style = getComputedStyle(this.#canvas);
    const colour = (name) => style.getPropertyValue(name).trim() || style.color;
    const x = (at) => margin.left + ((at - this.#from) / (this.#to - this.#from)) * (width - margin.left - margin.right);
    const area = { context, colour, x, width, height, font: `11px ${style.fontFamily}` };
    this.#axis(area);
    context.save();
    context.beginPath();
    context.rect(margin.left - 3, 0, width - margin.left - margin.right + 6, height);
    context.clip();
    const lane = this.#series.length > 1 ? 16 : 20;
    this.#series.forEach((series, index) => this.#draw(area, series, index, height - margin.bottom - lane / 2 - index * lane, lane * this.#series.length));
    if (this.#drag?.to) {
      const [one, two] = [x(this.#drag.from), x(this.#drag.to)];
      context.globalAlpha = 0.25;
      context.fillStyle = colour('--plot-b');
      context.fillRect(Math.min(one, two), margin.top, Math.abs(two - one), height - margin.bottom - margin.top);
      context.globalAlpha = 1;
    }
    if (this.#time !== null) {
      context.fillStyle = colour('--plot-cursor');
      context.fillRect(x(this.#time) - 0.5, margin.top - 4, 1.5, height - margin.bottom - margin.top + 4);
    }
    context.restore();
  }

  #axis({ context, colour, x, width, height, font }) {
    context.font = font;
    const step = niceStep(this.#to - this.#from, Math.max(2, width / 110));
    for (let at = Math.ceil(this.#from / step) * step; at <= this.#to; at += step) {
      context.fillStyle = colour('--plot-grid');
      context.fillRect(Math.round(x(at)), margin.top, 1, height - margin.bottom - margin.top);
      context.fillStyle = colour('--plot-text');
      const label = at === 0 ? '0' : duration(at);
      const half = context.measureText(label).width / 2;
      context.fillText(label, Math.max(0, Math.min(width - half * 2, x(at) - half)), height - 7);
    }
  }

  #draw({ context, colour, x, height, font }, { chunks, gaps, bytes, timing, name }, index, y, below) {
    const tone = colour(index === 0 ? '--plot-a' : '--plot-b');
    context.fillStyle = colour('--plot-gap');
    for (const [from, to] of gaps.slice(0, 2000)) {
      context.fillRect(x(from), y - 4, Math.max(1, x(to) - x(from)), 8);
    }
    const top = margin.top + 6;
    const base = height - margin.bottom - below - 4;
    const total = Math.max(1, ...this.#series.map((each) => each.bytes.at(-1) ?? 0));
    context.strokeStyle = tone;
    context.lineWidth = 1.5;
    context.setLineDash(index === 0 ? [] : [4, 3]);
    context.beginPath();
    context.moveTo(x(0), base);
    let before = base;
    let lastX = x(0);
    chunks.forEach((chunk, k) => {
      const at = x(chunk.at);
      const now = base - (bytes[k] / total) * (base - top);
      if (at - lastX >= 0.4 || k === 0 || k === chunks.length - 1) {
        context.lineTo(lastX, before); // what came at the same place is one step
        context.lineTo(at, before);
        context.lineTo(at, now);
        lastX = at;
      }
      before = now;
    });
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = tone;
    context.globalAlpha = chunks.length > 400 ? 0.45 : 0.85;
    let drawn = -Infinity;
    for (const { at } of chunks) {
      if (x(at) - drawn >= 0.5) {
        drawn = x(at);
        context.beginPath();
        context.arc(drawn, y, 2.6, 0, 7);
        context.fill();
      }
    }
    context.globalAlpha = 1;
    const first = timing.first_token_ms ?? timing.first_chunk_ms;
    if (first !== null && first !== undefined) {
      context.fillRect(x(first) - 0.5, top + index * 14, 1, y - top - index * 14);
      context.font = font;
      const label = `${this.#series.length > 1 ? `${name}: ` : ''}first token ${duration(first)}`;
      const wide = context.measureText(label).width;
      const right = x(first) + 5 + wide > context.canvas.clientWidth;
      context.fillStyle = colour('--plot-text');
      context.fillText(label, right ? x(first) - wide - 5 : x(first) + 5, top + 8 + index * 14);
    }
  }

  /** How many chunks of the first series have come. */
  countAt(time) {
    return countAt(this.#series[0].chunks, time);
  }
}

function sums(chunks) {
  let sum = 0;
  return chunks.map(({ bytes }) => (sum += bytes ?? 0));
}

function niceStep(end, parts) {
  const raw = end / parts;
  const power = 10 ** Math.floor(Math.log10(raw));
  return ([1, 2, 5, 10].find((each) => each * power >= raw) ?? 10) * power;
}
