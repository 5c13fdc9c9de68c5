// The chunks of a stream, loaded in pages, and what they tell about time.
import { get } from './api.js';

const page = 5000;
const most = 40_000;

/** All chunks up to a limit: `{chunks, total, timing}`. */
export async function loadChunks(location, signal) {
  const chunks = [];
  let answer;
  do {
    answer = await get('recordings/chunks', { location, from: chunks.length, limit: page }, { signal });
    chunks.push(...answer.chunks);
  } while (answer.chunks.length > 0 && chunks.length < answer.total && chunks.length < most);
  const { chunks: ignored, total, ...timing } = answer;
  // a file that was edited by hand may have its times in any order
  let last = 0;
  const ordered = chunks.map((chunk) => ({ ...chunk, at: (last = Math.max(last, Number(chunk.at_ms) || 0)), late: chunk.at_ms < last }));
  return { chunks: ordered, total, timing: timing.timing ?? timing };
}

/** Gaps that are longer than three times the median, as pairs of times. */
export function longGaps(chunks) {
  const gaps = chunks.slice(1).map((chunk, index) => chunk.at - chunks[index].at);
  const sorted = gaps.filter((gap) => gap > 0).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return gaps.flatMap((gap, index) => (gap > 3 * median && gap >= 20 ? [[chunks[index].at, chunks[index + 1].at]] : []));
}

/** How many chunks have come at that time. */
export function countAt(chunks, time) {
  let [low, high] = [0, chunks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (chunks[middle].at <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
