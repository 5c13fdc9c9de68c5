package io.reprise.cli.process;

/** The exit statuses of all commands; {@code reprise --help} and docs/cli.md list them as well. */
public final class ExitCode {
    public static final int FINE = 0;
    /** Something outside the program failed: a file, a port, a store. */
    public static final int FAILED = 1;
    /** The command was called wrongly, or its configuration is wrong. */
    public static final int WRONG_USE = 2;
    /** The command has finished, and something needs attention: lost recordings, problems in files. */
    public static final int ATTENTION = 3;

    /** What {@code --fail-on} names has happened. */
    public static final int FAIL_ON = 4;

    /** A signal has ended the command early. */
    public static final int STOPPED = 130;

    /** Nobody reads standard output any longer: 128 and the number of SIGPIPE, with which most programs end then. */
    public static final int UNREAD = 141;

    private ExitCode() {}
}
