// Google's Gemini: generateContent and streamGenerateContent as events.
import { randomId, sse, usage as counts, words } from './script.mjs';

export const owns = (path) => /^\/v1(beta|alpha|beta1)?\/models\/[^/]+:(generateContent|streamGenerateContent)$/.test(path);

export function read(body, path) {
  const parts = body.contents.flatMap(({ role, parts }) => parts.map((part) => ({ role, ...part })));
  const results = parts.filter((part) => part.functionResponse).map((part) => part.functionResponse);
  return {
    model: /models\/([^:]+):/.exec(path)[1],
    prompt: parts.findLast((part) => part.role !== 'model' && part.text !== undefined).text,
    tools: Boolean(body.tools?.length),
    stream: path.endsWith(':streamGenerateContent'),
    results: results.map((result) => ({ id: result.id, text: Object.values(result.response).join('') })),
    handedBack: [...parts.flatMap((part) => [part.functionCall?.id, part.thoughtSignature]), ...results.map((result) => result.id)].filter(Boolean),
  };
}

export const error = (code, message) => ({
  status: code,
  json: { error: { code, message, status: code === 400 ? 'INVALID_ARGUMENT' : 'UNAVAILABLE' } },
});

const usageMetadata = { promptTokenCount: counts.input, candidatesTokenCount: counts.output, totalTokenCount: counts.input + counts.output };

const answer = (same, parts, end) => ({
  candidates: [{ content: { parts, role: 'model' }, ...(end ? { finishReason: 'STOP' } : {}), index: 0 }],
  usageMetadata,
  ...same,
});

const same = (asked) => ({ modelVersion: asked.model, responseId: randomId('') });

const call = (said) => ({
  functionCall: { name: said.call.name, args: said.call.arguments, id: said.id('') },
  thoughtSignature: said.id('00000000'),
});

export const whole = (asked, said) => ({ type: 'application/json; charset=UTF-8', json: answer(same(asked), said.call ? [call(said)] : [{ text: said.text }], true) });

export function frames(asked, said) {
  const parts = said.call ? [call(said)] : words(said.text).map((text) => ({ text }));
  const frame = same(asked);
  const chunks = parts.map((part, at) => sse(answer(frame, [part], at === parts.length - 1)).replaceAll('\n', '\r\n'));
  return { type: 'text/event-stream', chunks };
}
