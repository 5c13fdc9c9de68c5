// Which mode a test has, and who chose it.

const modes = ['live', 'record', 'record-if-missing', 'replay'];

/** The words of other tools. */
const elsewhere = {
  none: 'replay', lockdown: 'replay', once: 'record-if-missing', auto: 'record-if-missing', new_episodes: 'record-if-missing',
  all: 'record', rewrite: 'record', update: 'record', passthrough: 'live', bypass: 'live', wild: 'live', dryrun: 'record-if-missing',
};

export const isCi = (environment = process.env) => !['', 'false', '0'].includes((environment.CI ?? '').trim().toLowerCase());

function parsed(text, origin) {
  const mode = text.trim().toLowerCase();
  if (modes.includes(mode)) {
    return { mode, origin };
  }
  const meant = elsewhere[mode.replaceAll('-', '_')];
  const hint = meant ? `; what other tools call '${text}' is '${meant}'` : '';
  throw new Error(`${origin}: '${text}' is not a mode; the modes are ${modes.join(', ')}${hint}`);
}

/**
 * The mode of a test. Without one, that of the server holds: what reprise.yaml says, else `record-if-missing` if an upstream is known. CI
 * counts more than reprise.yaml; the server that REPRISE_URL names has considered it already, and may record all the same.
 */
export function chosenMode(declared, environment = process.env) {
  if (environment.REPRISE_MODE?.trim()) {
    return parsed(environment.REPRISE_MODE, 'the environment variable REPRISE_MODE');
  }
  const ci = { mode: 'replay', origin: 'the environment variable CI is set' };
  if (declared) {
    const chosen = parsed(declared, 'the options of the test');
    return isCi(environment) && chosen.mode.startsWith('record') ? ci : chosen;
  }
  return isCi(environment) && !environment.REPRISE_URL ? ci : { mode: undefined, origin: 'the setting of the server' };
}
