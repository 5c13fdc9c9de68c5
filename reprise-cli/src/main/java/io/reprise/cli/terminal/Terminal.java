package io.reprise.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** What standard output and standard error are connected to. */
public final class Terminal {
    private static final int LEAST_COLUMNS = 20;
    private static final long PATIENCE_MILLIS = 500;

    private final Map<String, String> environment;
    private final boolean isOut;
    private final boolean isErr;

    /** @param environment the variables that say what its user likes to see */
    public Terminal(Map<String, String> environment, boolean isOut, boolean isErr) {
        this.environment = Map.copyOf(environment);
        this.isOut = isOut;
        this.isErr = isErr;
    }

    /** That of this process. */
    public static Terminal ofProcess() {
        return new Terminal(System.getenv(), isTerminal(1), isTerminal(2));
    }

    /** Outside Linux, newer Java versions have a console even if there is no terminal. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return System.console() != null;
        }
    }

    /** Whether standard output is one. */
    public boolean isOut() {
        return isOut;
    }

    /** Whether standard error is one. */
    public boolean isErr() {
        return isErr;
    }

    public boolean outHasColours() {
        return hasColours(isOut);
    }

    public boolean errHasColours() {
        return hasColours(isErr);
    }

    /** By https://no-color.org and https://bixense.com/clicolors. */
    private boolean hasColours(boolean isTerminal) {
        if (!variable("NO_COLOR").isEmpty()) {
            return false;
        }
        String force = variable("CLICOLOR_FORCE");
        if (!force.isEmpty() && !force.equals("0")) {
            return true;
        }
        boolean knowsColours =
                !variable("TERM").isEmpty() || !variable("WT_SESSION").isEmpty();
        return isTerminal
                && knowsColours
                && !variable("TERM").equals("dumb")
                && !variable("CLICOLOR").equals("0");
    }

    /**
     * The columns that lines on standard output have; empty if they may have any length, as in a file or in a pager. {@code COLUMNS}
     * counts in any case.
     */
    public OptionalInt columns() {
        OptionalInt said = number(variable("COLUMNS"));
        return said.isPresent() ? said : isOut ? askedColumns() : OptionalInt.empty();
    }

    /** The columns for what is shown in one line of standard error. */
    public int progressColumns() {
        return number(variable("COLUMNS")).orElse(80);
    }

    /** Asks the terminal; only {@code stty} can do this in all Java versions. */
    private static OptionalInt askedColumns() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            stty.getOutputStream().close();
            if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return OptionalInt.empty();
            }
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return number(size.substring(size.indexOf(' ') + 1));
        } catch (IOException nobodyKnows) {
            return OptionalInt.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    private static OptionalInt number(String text) {
        return text.matches("[1-9][0-9]{0,5}")
                ? OptionalInt.of(Math.max(LEAST_COLUMNS, Integer.parseInt(text)))
                : OptionalInt.empty();
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "").strip();
    }
}
