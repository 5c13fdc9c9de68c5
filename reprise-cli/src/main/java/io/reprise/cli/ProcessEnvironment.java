package io.reprise.cli;

import io.reprise.config.Configuration;
import io.reprise.config.ConfiguredCredentials;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.redact.KnownCredentials;
import io.reprise.core.redact.Redaction;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The environment of a command: directory, variables and streams. Only here a command has its streams, and what it says has no credential.
 */
final class ProcessEnvironment {
    private static final int BUFFER = 1 << 16;

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final Path directory;
    private final boolean hasTerminal;
    private volatile CredentialMask mask;

    /** @param directory where the command was started */
    ProcessEnvironment(
            PrintStream out, PrintStream err, Map<String, String> environment, Path directory, boolean hasTerminal) {
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
        this.directory = directory;
        this.hasTerminal = hasTerminal;
        KnownCredentials known = new KnownCredentials();
        ConfiguredCredentials.note(environment, known);
        this.mask = Redaction.DEFAULT.knowing(known).words();
    }

    /** Those of this process. */
    static ProcessEnvironment ofProcess() {
        PrintStream out = stream(FileDescriptor.out, "stdout.encoding");
        PrintStream err = stream(FileDescriptor.err, "stderr.encoding");
        return new ProcessEnvironment(out, err, System.getenv(), Path.of(""), isTerminal());
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Where it was started. */
    Path directory() {
        return directory;
    }

    boolean hasTerminal() {
        return hasTerminal;
    }

    /** From now on, what is said has no credential of this configuration, either. */
    void know(Configuration configuration) {
        mask = configuration.redact().words();
    }

    /** What masks credentials in all that is said; to be asked before a text is shortened. */
    CredentialMask mask() {
        return mask;
    }

    /** Texts are UTF-8, also if a minimal system says ASCII; only Windows consoles have another charset. */
    private static PrintStream stream(FileDescriptor descriptor, String encoding) {
        String named = System.getProperty("os.name", "").startsWith("Windows") ? System.getProperty(encoding) : null;
        Charset charset = named == null ? StandardCharsets.UTF_8 : Charset.forName(named);
        OutputStream buffered = new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER);
        return new PrintStream(buffered, false, charset);
    }

    /** Whether standard error is a terminal. Outside Linux, newer Java versions say so even if it is not. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Path descriptor = Path.of("/proc/self/fd/2");
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return System.console() != null;
        }
    }

    /** Prints a message to standard error. */
    void say(String line) {
        saySecret(mask.of(line));
    }

    /** Prints a message that is to have a credential: one that was made for its reader. */
    void saySecret(String line) {
        err.println(line);
        err.flush();
    }

    /** Prints to standard output. */
    void print(String text) {
        out.print(mask.of(text));
    }

    /** Prints JSON to standard output. */
    void print(Json value, Layout layout) {
        out.print(mask.of(value).write(layout));
    }

    /** Prints bytes as they are, since a person has asked for them. */
    void printRaw(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }

    /** Prints to standard error what is replaced by the next. */
    void showProgress(String text) {
        err.print(text);
        err.flush();
    }

    /** Where a server writes its log, in which it masks credentials itself. */
    OutputStream log() {
        return new UncloseableStream(err);
    }

    /** Where help is printed, which has nothing of a request or a setting. */
    PrintWriter help() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    /** As {@link #help}, for who has not asked for it. */
    PrintWriter unaskedHelp() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    /** Prints a stack trace. */
    void trace(Throwable failed) {
        StringWriter text = new StringWriter();
        failed.printStackTrace(new PrintWriter(text));
        say(text.toString().stripTrailing());
    }

    /** Whether errors are printed with stack traces. */
    boolean wantsTraces() {
        return !environment.getOrDefault("REPRISE_DEBUG", "").isEmpty();
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
