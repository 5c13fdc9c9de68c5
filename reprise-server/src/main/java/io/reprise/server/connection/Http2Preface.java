package io.reprise.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** How much of the preface of HTTP/2 has come (RFC 9113, 3.4): a connection that begins with anything else is one of HTTP/1. */
final class Http2Preface {
    private static final byte[] WHOLE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private int matched;

    /** Compares the next bytes, which stay unread; false if there is one that is not of the preface. */
    boolean takes(ByteBuf bytes) {
        int i = bytes.readerIndex();
        while (i < bytes.writerIndex() && matched < WHOLE.length && bytes.getByte(i) == WHOLE[matched]) {
            matched++;
            i++;
        }
        return isWhole() || i == bytes.writerIndex();
    }

    boolean isWhole() {
        return matched == WHOLE.length;
    }

    /** How many of its bytes have come. */
    int matched() {
        return matched;
    }

    /** Its first bytes. */
    static ByteBuf first(int bytes) {
        return Unpooled.wrappedBuffer(WHOLE, 0, bytes);
    }
}
