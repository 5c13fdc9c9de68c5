package io.reprise.server;

/**
 * How much a server has under way. All are 0 when no client waits for anything, and nothing is being kept.
 *
 * @param requests without an outcome
 * @param work on workers
 * @param timers that have not gone off
 * @param inFlight answers that are being recorded
 * @param attempts upstream calls of which the answer has no place yet
 * @param conversations over WebSockets
 * @param replays that are sent at a pace, with a fault, or are left open
 */
record Unfinished(int requests, int work, int timers, int inFlight, int attempts, int conversations, int replays) {
    static final Unfinished NOTHING = new Unfinished(0, 0, 0, 0, 0, 0, 0);
}
