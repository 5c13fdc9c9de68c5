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
 * What a command sees of the process that it runs in.
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

    /** Texts are UTF-8, also where a bare system says ASCII; only Windows' consoles have a charset of their own. */
    private static PrintStream stream(FileDescriptor descriptor, String encoding) {
        String named = System.getProperty("os.name", "").startsWith("Windows") ? System.getProperty(encoding) : null;
        Charset charset = named == null ? StandardCharsets.UTF_8 : Charset.forName(named);
        OutputStream buffered = new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER);
        return new PrintStream(buffered, false, charset);
    }

    /** Whether a person watches standard error; away from Linux, newer Javas say so even where none does. */
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

    /** Tells the person who runs the command something that is not its output. */
    void say(String line) {
        err.println(line);
        err.flush();
    }

    /** Whether stack traces are wanted. */
    boolean wantsTraces() {
        return !environment.getOrDefault("REPRISE_DEBUG", "").isEmpty();
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
