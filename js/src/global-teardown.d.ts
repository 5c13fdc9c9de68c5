/** Stops the server, and prints a summary. */
export { globalTeardown as default } from './global-setup.js';
