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

/** Whether the server is that of `reprise run`, which has looked at CI itself: what it was told counts more, as by `--mode record`. */
const isChosenByRun = (environment) => Boolean(environment.REPRISE_URL) && environment.REPRISE_URL === environment.REPRISE_RUN_URL;

/**
 * The mode of a test. Without one, that of the server holds: what reprise.yaml says, else `record-if-missing` if an upstream is known. Where CI
 * is set, neither tests nor servers record, unless REPRISE_MODE or `reprise run` says so.
 */
export function chosenMode(declared, environment = process.env) {
  if (environment.REPRISE_MODE?.trim()) {
    return parsed(environment.REPRISE_MODE, 'the environment variable REPRISE_MODE');
  }
  const chosen = declared ? parsed(declared, 'the options of the test') : undefined;
  if (chosen && !(isCi(environment) && chosen.mode.startsWith('record'))) {
    return chosen;
  }
  return isCi(environment) && !isChosenByRun(environment)
    ? { mode: 'replay', origin: 'the environment variable CI is set' }
    : { mode: undefined, origin: environment.REPRISE_URL ? 'the server at REPRISE_URL' : 'the setting of the server' };
}
