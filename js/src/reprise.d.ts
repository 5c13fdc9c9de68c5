/** Which mode a test has. */
export type Mode = 'live' | 'record' | 'record-if-missing' | 'replay';

/** Settings of tests. */
export interface Options {
  /** REPRISE_MODE counts more. Where CI is set, no test records because of this. */
  mode?: Mode;
  /** Rules for faults that hold for the test, such as `status=429; first=1`. */
  faults?: string | string[];
  /** Rules for the pace, such as `recorded` or `ttft=300ms,tps=50`. */
  pace?: string | string[];
  /** Whether a test may miss. Default: false. */
  allowMisses?: boolean;
  /** Whether a recording that the test did not use makes it fail. Default: false. */
  failOnUnused?: boolean;
  /** Whether an answer that could not be recorded makes it fail. Default: false. */
  failOnUnsaved?: boolean;
  /** Whether a request to an upstream makes it fail. Default: false. */
  failOnLive?: boolean;
}

/** Settings of a `test` of one's own. */
export interface TestOptions extends Options {
  /** The real APIs, each `[NAME=]URL`. */
  upstream?: string | string[];
}

/** A message to or from the model. */
export interface Message {
  role: string;
  text: string;
  tool_calls: { name: string; arguments: unknown }[];
}

/** A request that has ended. */
export interface SentRequest {
  outcome: 'replayed' | 'recorded' | 'joined' | 'forwarded' | 'faulted' | 'missed' | 'refused' | 'failed' | 'client-left';
  method: string;
  path: string;
  query: string;
  model?: string;
  status?: number;
  chunks?: number;
  duration_ms?: number;
  upstream_calls: number;
  messages: Message[];
  tools: string[];
  body: unknown;
}

/** What a test knows of its requests. */
export interface Reprise {
  /** The URL for clients of this test, without `/v1`: `http://127.0.0.1:PORT/t/<test id>`. */
  readonly baseUrl: string;
  readonly testId: string;
  readonly mode: Mode;
  /** Variables by which SDKs find this URL, for processes that the test starts. */
  readonly environment: Readonly<Record<string, string>>;
  /** Lets this test miss without failing. */
  allowMisses(): void;
  /** What the code under test has sent, in the order in which the requests ended. */
  requests(): Promise<SentRequest[]>;
  /** From now on, these rules for faults hold for the test; none without arguments. */
  fault(...rules: string[]): Promise<void>;
  /** From now on, these rules for the pace hold for the test; none without arguments. */
  pace(...rules: string[]): Promise<void>;
}
