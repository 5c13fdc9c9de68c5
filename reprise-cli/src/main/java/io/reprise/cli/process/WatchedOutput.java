package io.reprise.cli.process;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream that remembers why it could not be written, as after {@code | head} or on a full disk: a {@code PrintStream} says only that. */
public final class WatchedOutput extends FilterOutputStream {
    private volatile @Nullable IOException failure;

    public WatchedOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        try {
            out.write(bytes, start, length);
        } catch (IOException failed) {
            failure = failed;
            throw failed;
        }
    }

    /** Why something could not be written; empty if all could. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }
}
