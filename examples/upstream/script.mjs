// What the upstream says, whatever the vendor. The same question gets the same words, so that a second recording can be compared; each
// answer has its own ids, as those of real APIs have. Each question has a number that no other has, so that mixed-up recordings show.
//
//   "refused"  in the prompt: an error, 400
//   "busy"     in the prompt: 429, then 503, then an answer
//   tools      and no result yet: a call of get_weather; its second turn must bring the id that the call was given
import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

export const tool = { name: 'get_weather', arguments: { city: 'Zürich' } };
export const usage = { input: 11, output: 7 };
export const created = () => Math.floor(Date.now() / 1000);
export const randomId = (prefix) => prefix + randomBytes(12).toString('hex');

const numberOf = (text) => crc32(text) % 10_000;

export class Script {
  #busy = new Map();
  #handedOut = new Set();

  /** asked: { model, prompt, tools, stream, choices, results: [{ id, text }], handedBack: [id] } */
  answer(asked) {
    if (asked.prompt.includes('refused')) {
      return { refusal: `"${asked.model}" refuses number ${numberOf(asked.prompt)}, says the scripted upstream` };
    }
    const unknown = asked.handedBack.find((id) => !this.#handedOut.has(id));
    if (unknown !== undefined) {
      return { refusal: `unknown id ${unknown}` };
    }
    if (asked.tools && asked.results.length === 0) {
      return { id: (prefix) => this.#id(prefix), call: tool };
    }
    const about = asked.results.at(-1)?.text ?? asked.prompt;
    const texts = Array.from({ length: asked.choices ?? 1 }, (_, index) => this.#text(about, index));
    return { id: (prefix) => this.#id(prefix), text: texts[0], texts };
  }

  refusalOfBusy(prompt, body) {
    const count = (this.#busy.get(body) ?? 0) + 1;
    this.#busy.set(body, count);
    return prompt.includes('busy') && count <= 2
      ? { status: count === 1 ? 429 : 503, message: `busy, for the ${count}. time` }
      : undefined;
  }

  #text(about, index) {
    return `Answer ${numberOf(about)}, choice ${index}, to "${about}": Schrödinger's 🐱 says 你好.`;
  }

  #id(prefix) {
    const id = randomId(prefix);
    this.#handedOut.add(id);
    return id;
  }
}

export const words = (text) => text.split(/(?= )/);

/** Arguments in three pieces, as they are streamed. */
export function piecesOf(json) {
  const text = JSON.stringify(json);
  const third = Math.ceil(text.length / 3);
  return [text.slice(0, third), text.slice(third, 2 * third), text.slice(2 * third)];
}

export const textOf = (content) =>
  typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? part.document?.data ?? '').join('');

export const sse = (json, name) => `${name ? `event: ${name}\n` : ''}data: ${typeof json === 'string' ? json : JSON.stringify(json)}\n\n`;
