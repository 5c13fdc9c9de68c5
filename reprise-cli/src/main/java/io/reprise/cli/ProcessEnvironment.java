package io.reprise.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The environment of a command: directory, variables and streams.
 *
 * @param directory where it was started
 */
record ProcessEnvironment(
        PrintStream out, PrintStream err, Map<String, String> environment, Path directory, boolean hasTerminal) {
    private static final int BUFFER = 1 << 16;

    /** Those of this process. */
    static ProcessEnvironment ofProcess() {
        PrintStream out = stream(FileDescriptor.out, "stdout.encoding");
        PrintStream err = stream(FileDescriptor.err, "stderr.encoding");
        return new ProcessEnvironment(out, err, System.getenv(), Path.of(""), isTerminal());
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
        err.println(line);
        err.flush();
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
