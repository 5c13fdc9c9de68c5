/** Starts the server. The function that it gives stops it, and prints a summary. */
export declare function globalSetup(given?: unknown): Promise<() => Promise<void>>;
export declare function globalTeardown(): Promise<void>;
export default globalSetup;
