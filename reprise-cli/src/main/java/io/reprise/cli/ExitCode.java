package io.reprise.cli;

/** The exit statuses of all commands; {@code reprise --help} and docs/cli.md list them as well. */
final class ExitCode {
    static final int FINE = 0;
    /** Something outside the program failed: a file, a port, a store. */
    static final int FAILED = 1;
    /** The command was called wrongly, or its configuration is wrong. */
    static final int WRONG_USE = 2;
    /** The command has finished, and something needs attention: lost recordings, problems in files. */
    static final int ATTENTION = 3;

    /** What {@code --fail-on} names has happened. */
    static final int FAIL_ON = 4;

    /** A signal has ended the command early. */
    static final int STOPPED = 130;

    /** Nobody reads standard output any longer: 128 and the number of SIGPIPE, with which most programs end then. */
    static final int UNREAD = 141;

    private ExitCode() {}
}
