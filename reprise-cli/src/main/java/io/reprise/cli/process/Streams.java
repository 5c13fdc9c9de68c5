package io.reprise.cli.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The streams of a process.
 *
 * @param failure why standard output could not be written; empty if it could
 */
public record Streams(InputStream in, PrintStream out, PrintStream err, Supplier<Optional<IOException>> failure) {
    private static final int BUFFER = 1 << 16;

    /** Whose output can always be written. */
    public Streams(InputStream in, PrintStream out, PrintStream err) {
        this(in, out, err, Optional::empty);
    }

    /** Those of this process. */
    static Streams ofProcess() {
        WatchedOutput out = new WatchedOutput(new FileOutputStream(FileDescriptor.out));
        return new Streams(
                new BufferedInputStream(
                        new FileInputStream(FileDescriptor.in)), // alone, Java 17 asks a pipe for its place
                stream(out, "stdout.encoding"),
                stream(new FileOutputStream(FileDescriptor.err), "stderr.encoding"),
                out::failure);
    }

    /** Texts are UTF-8, also if a minimal system says ASCII; only Windows consoles have another charset. */
    private static PrintStream stream(OutputStream out, String encoding) {
        String named = System.getProperty("os.name", "").startsWith("Windows") ? System.getProperty(encoding) : null;
        Charset charset = named == null ? StandardCharsets.UTF_8 : Charset.forName(named);
        return new PrintStream(new BufferedOutputStream(out, BUFFER), false, charset);
    }
}
