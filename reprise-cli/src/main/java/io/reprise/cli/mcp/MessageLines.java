package io.reprise.cli.mcp;

import io.reprise.core.exchange.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Lines of a limited length, as they come from a stream. Blank ones are passed over. */
final class MessageLines {
    private static final int END = -1;

    private final InputStream in;
    private final int mostBytes;

    /** @param isWhole whether it was short enough; if not, only its beginning is there */
    record Line(Bytes bytes, boolean isWhole) {}

    MessageLines(InputStream in, int mostBytes) {
        this.in = in;
        this.mostBytes = mostBytes;
    }

    /** The next line; empty at the end. */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean isWhole = true;
        boolean isBlank = true;
        for (int c = in.read(); ; c = in.read()) {
            if (c == END || c == '\n') {
                if (!isBlank) {
                    return Optional.of(new Line(Bytes.owning(line.toByteArray()), isWhole));
                }
                if (c == END) {
                    return Optional.empty();
                }
                line.reset();
            } else if (line.size() < mostBytes) {
                isBlank &= c == ' ' || c == '\t' || c == '\r';
                line.write(c);
            } else {
                isWhole = false;
            }
        }
    }
}
