package io.reprise.cli.serving;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/** The file of the log. What cannot be written is lost, and said once: the command that is run goes on. */
final class LogFileStream extends OutputStream {
    private final OutputStream file;
    private final Consumer<IOException> failing;
    private boolean isBroken;

    LogFileStream(OutputStream file, Consumer<IOException> failing) {
        this.file = file;
        this.failing = failing;
    }

    private interface Work {
        void run() throws IOException;
    }

    private synchronized void attempt(Work work) {
        try {
            work.run();
        } catch (IOException failed) {
            if (!isBroken) {
                isBroken = true;
                failing.accept(failed);
            }
        }
    }

    @Override
    public void write(int each) {
        attempt(() -> file.write(each));
    }

    @Override
    public void write(byte[] bytes, int start, int length) {
        attempt(() -> file.write(bytes, start, length));
    }

    @Override
    public void flush() {
        attempt(file::flush);
    }

    @Override
    public void close() {
        attempt(file::close);
    }
}
