package io.reprise.cli.process;

import io.reprise.cli.terminal.DisplayWidth;
import io.reprise.cli.terminal.Style;
import io.reprise.cli.terminal.StyledText;
import io.reprise.cli.terminal.Terminal;
import io.reprise.cli.terminal.VisibleText;
import io.reprise.config.Configuration;
import io.reprise.config.ConfiguredCredentials;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.json.SafeJson;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.redact.Redaction;
import io.reprise.core.redact.search.KnownCredentials;
import io.reprise.server.report.LogFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The environment of a command: directory, variables and streams. Only here a command has its streams, and what it says has no credential.
 */
public final class ProcessEnvironment {
    /** Erases the rest of the line (ECMA-48, EL). */
    private static final String END_OF_LINE = "\u001b[K";

    /** How systems say that nobody reads a stream any longer. */
    private static final Pattern UNREAD =
            Pattern.compile("(?i)broken pipe|pipe (?:is being closed|has been ended)|reset by peer");

    private final Streams streams;
    private final Map<String, String> environment;
    private final Path directory;
    private final Terminal terminal;
    private volatile CredentialMask mask;
    private volatile LogFormat format = LogFormat.TEXT;
    private boolean isProgressShown;
    /** What standard input was read for; empty as long as it was not. */
    private String inputIs = "";

    /** @param directory where the command was started */
    public ProcessEnvironment(Streams streams, Map<String, String> environment, Path directory, Terminal terminal) {
        this.streams = streams;
        this.environment = Map.copyOf(environment);
        this.directory = directory;
        this.terminal = terminal;
        KnownCredentials known = new KnownCredentials();
        ConfiguredCredentials.note(environment, known);
        this.mask = Redaction.DEFAULT.knowing(known).words();
    }

    /** Those of this process. */
    public static ProcessEnvironment ofProcess() {
        return new ProcessEnvironment(Streams.ofProcess(), variables(), Path.of(""), Terminal.ofProcess());
    }

    /** Those that the launcher was started with. It sets {@code LC_ALL} where Java would know no letters but ASCII's. */
    private static Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        String before = System.getProperty("reprise.lc-all");
        if (before != null) {
            variables.remove("LC_ALL");
        }
        if (before != null && !before.isEmpty()) {
            variables.put("LC_ALL", before);
        }
        return variables;
    }

    public Map<String, String> environment() {
        return environment;
    }

    /** Where it was started. */
    public Path directory() {
        return directory;
    }

    public Terminal terminal() {
        return terminal;
    }

    /** Standard input, for a command that reads it while it runs. */
    public InputStream input() {
        return streams.in();
    }

    /**
     * All of standard input.
     *
     * @param what is read there, for people
     * @throws IllegalArgumentException if it was read for something else: it ends only once
     */
    public synchronized byte[] standardInput(String what) {
        if (!inputIs.isEmpty()) {
            throw new IllegalArgumentException("standard input can be read only once, and '-' is given "
                    + (inputIs.equals(what) ? "twice" : "for " + inputIs + " and for " + what));
        }
        inputIs = what;
        try {
            return streams.in().readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read standard input", failed);
        }
    }

    /** From now on, what is said has no credential of this configuration, either. */
    public void know(Configuration configuration) {
        mask = configuration.redact().words();
    }

    /** From now on, what is said has this form. */
    public void say(LogFormat other) {
        format = other;
    }

    /** What masks credentials in all that is said; to be asked before a text is shortened. */
    public CredentialMask mask() {
        return mask;
    }

    /** Prints a message to standard error; a character that would control a terminal is made visible. */
    public void say(String line) {
        write(VisibleText.of(mask.of(line)));
    }

    /** Prints a message to standard error. */
    void say(StyledText line) {
        write(line.text(terminal.errHasColours() && format == LogFormat.TEXT, mask::of));
    }

    /** Prints what went wrong, after the name of the program. */
    public void complain(String message) {
        say(StyledText.of("reprise:", Style.WRONG).add(" " + message));
    }

    /** Prints a message that is to have a credential: one that was made for its reader. */
    public void saySecret(String line) {
        write(VisibleText.of(line));
    }

    private synchronized void write(String line) {
        removeProgress();
        streams.err().println(format.message(line));
        streams.err().flush();
    }

    /** Prints to standard output; a character that would control a terminal is made visible. */
    public void print(String text) {
        printSafe(VisibleText.of(mask.of(text)));
    }

    /** Prints to standard output. */
    public void print(StyledText text) {
        printSafe(text.text(terminal.outHasColours(), mask::of));
    }

    /** Prints JSON to standard output. Characters that control terminals are escaped in it, so that the value is the same. */
    public void print(Json value, Layout layout) {
        printSafe(SafeJson.text(mask.of(value), layout));
    }

    /** Prints the JSON that {@code --json} asks for. */
    public void printJson(Json value) {
        print(value, Layout.INDENTED);
        print("\n");
    }

    private synchronized void printSafe(String text) {
        requireOutput();
        boolean isBesideProgress = isProgressShown && terminal.isOut();
        if (isBesideProgress) {
            removeProgress();
        }
        streams.out().print(text);
        if (isBesideProgress) {
            streams.out().flush();
        }
    }

    /** Prints bytes as they are, since a person has asked for them. */
    public void printRaw(byte[] bytes) {
        streams.out().write(bytes, 0, bytes.length);
    }

    /** Prints a line to standard error that the next one replaces; at most as wide as the terminal. */
    public synchronized void showProgress(String text) {
        streams.err()
                .print("\r" + DisplayWidth.beginning(VisibleText.line(text), terminal.progressColumns() - 1)
                        + END_OF_LINE);
        streams.err().flush();
        isProgressShown = true;
    }

    public synchronized void removeProgress() {
        if (isProgressShown) {
            streams.err().print("\r" + END_OF_LINE);
            streams.err().flush();
            isProgressShown = false;
        }
    }

    /** Where a server writes its log, in which it masks credentials itself. */
    public OutputStream log() {
        return new UncloseableStream(streams.err());
    }

    /** Where help is printed, which has nothing of a request or a setting. */
    public PrintWriter help() {
        return new PrintWriter(streams.out(), true, StandardCharsets.UTF_8);
    }

    /** As {@link #help}, for who has not asked for it. */
    public PrintWriter unaskedHelp() {
        return new PrintWriter(streams.err(), true, StandardCharsets.UTF_8);
    }

    /** Prints a stack trace. */
    public void trace(Throwable failed) {
        StringWriter text = new StringWriter();
        failed.printStackTrace(new PrintWriter(text));
        say(text.toString().stripTrailing());
    }

    /** Whether errors are printed with stack traces. */
    public boolean wantsTraces() {
        return !environment.getOrDefault("REPRISE_DEBUG", "").isEmpty();
    }

    public void flush() {
        streams.out().flush();
        streams.err().flush();
    }

    /**
     * Writes what is still held back.
     *
     * @throws UnreadOutputException if nobody reads standard output any longer
     * @throws UncheckedIOException if standard output cannot be written
     */
    public void end() {
        flush();
        requireOutput();
    }

    private void requireOutput() {
        streams.failure().get().ifPresent(failure -> {
            if (UNREAD.matcher(String.valueOf(failure.getMessage())).find()) {
                throw new UnreadOutputException();
            }
            throw new UncheckedIOException("cannot write standard output", failure);
        });
    }
}
