package io.reprise.cli;

/** What the exit status of every command means; {@code reprise --help} and docs/cli.md say the same. */
final class ExitCode {
    static final int FINE = 0;
    /** The world failed: a file, a port, a store. */
    static final int FAILED = 1;
    /** The command was called wrongly, or its configuration is wrong. */
    static final int WRONG_USE = 2;
    /** The command ended as it should, and something needs attention: recordings lost, findings, things passed over. */
    static final int ATTENTION = 3;

    private ExitCode() {}
}
