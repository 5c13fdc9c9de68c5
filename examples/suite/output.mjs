// What drivers print, by scenario, and what of it must be there.

/** "== NAME", lines, "== took N ms", for each scenario. */
export function scenariosOf({ out, err, status }) {
  const all = new Map();
  for (const [, name, text, millis] of out.matchAll(/^== (?!took )(\S+)\n([^]*?)(?:^== took (\d+) ms\n|(?![^]))/gm)) {
    all.set(name, { text: millis ? text : `${text}did not end (${status})\n`, millis: millis ? Number(millis) : Infinity });
  }
  return { get: (name) => all.get(name) ?? { text: `did not run (${status})\n${err}`, millis: Infinity } };
}

const answer = (to) => new RegExp(`^(text: )?Answer \\d+, choice 0, to "${escape(to)}": Schrödinger's 🐱 says 你好\\.$`, 'm');
const refusal = /refuses number \d+, says the scripted upstream/;
const call = /^call: get_weather \{"city": ?"Zürich"\}$/m;

/** What a scenario of a client must show: what the scripted upstream said. */
export function expectations(client, scenario) {
  const { name } = client;
  switch (scenario) {
    case 'plain':
    case 'streamed':
    case 'second-test':
      return [answer(`Tell ${name} a joke.`)];
    case 'tool':
    case 'tool-streamed':
      return [call, answer(`18 °C in Zürich for ${name}`)];
    case 'error':
    case 'error-streamed':
      return [refusal];
    case 'choices':
      return [answer(`Tell ${name} two jokes.`), /^(text: )?Answer \d+, choice 1, to "Tell /m];
    case 'completion':
      return [answer(`Once upon a time, ${name}`)];
    case 'retries':
    case 'retries-streamed':
      return [answer(`Are you busy, ${name}?`)];
    case 'aborted':
      return [/^first: Answer$/m];
    case 'aborted-again':
      return [answer(`Tell ${name} a long story.`)];
    case 'models':
      return [/\bsmall\b/, /\btiny\b/];
    case 'events':
      return [answer(`Tell ${name} the news.`)];
    case 'demo':
      return [/A man walked into a library[^]*It rings a bell, but/];
    default:
      throw new Error(`unknown scenario ${scenario}`);
  }
}

/** The miss names what was asked and what differs. */
export const missExpectations = [/no recording answers POST \//, / a \[-joke-\]\{\+poem\+\}\./];

export const awayExpectations = [/upstream '127\.0\.0\.1' gave no answer/];

export const shows = (text, expected) => expected.every((each) => each.test(text));

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
