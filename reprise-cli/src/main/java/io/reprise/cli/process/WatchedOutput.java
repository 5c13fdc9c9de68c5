package io.reprise.cli.process;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that remembers when nobody reads it any longer, as after {@code | head}: a {@code PrintStream} says so only if it is flushed. */
public final class WatchedOutput extends FilterOutputStream {
    private volatile boolean isUnread;

    public WatchedOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        try {
            out.write(bytes, start, length);
        } catch (IOException closed) {
            isUnread = true;
            throw closed;
        }
    }

    /** Whether something could not be written. */
    public boolean isUnread() {
        return isUnread;
    }
}
