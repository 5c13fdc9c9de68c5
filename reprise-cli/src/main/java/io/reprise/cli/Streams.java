package io.reprise.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The streams of a process. */
record Streams(InputStream in, PrintStream out, PrintStream err) {
    private static final int BUFFER = 1 << 16;

    /** Those of this process. */
    static Streams ofProcess() {
        return new Streams(
                new BufferedInputStream(
                        new FileInputStream(FileDescriptor.in)), // alone, Java 17 asks a pipe for its place
                stream(FileDescriptor.out, "stdout.encoding"),
                stream(FileDescriptor.err, "stderr.encoding"));
    }

    /** Texts are UTF-8, also if a minimal system says ASCII; only Windows consoles have another charset. */
    private static PrintStream stream(FileDescriptor descriptor, String encoding) {
        String named = System.getProperty("os.name", "").startsWith("Windows") ? System.getProperty(encoding) : null;
        Charset charset = named == null ? StandardCharsets.UTF_8 : Charset.forName(named);
        OutputStream buffered = new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER);
        return new PrintStream(buffered, false, charset);
    }
}
