package io.reprise.server.http;

import io.reprise.core.exchange.Bytes;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** A request's body while it arrives, in blocks, so that a large one is not copied whenever it has outgrown its memory. */
final class ArrivingBody {
    /** In bytes. */
    static final int BLOCK = 1 << 20;

    private final List<Buffer> full = new ArrayList<>();
    private Buffer last = Buffer.buffer();
    private long size;

    void add(Buffer piece) {
        if (last.length() > 0 && last.length() + piece.length() > BLOCK) {
            full.add(last);
            last = Buffer.buffer();
        }
        last.appendBuffer(piece);
        size += piece.length();
    }

    /** In bytes. */
    long size() {
        return size;
    }

    /** All that has arrived. */
    Bytes joined() {
        if (full.isEmpty()) {
            return Bytes.owning(last.getBytes());
        }
        byte[] all = new byte[Math.toIntExact(size)];
        int end = 0;
        for (Buffer block : full) {
            block.getBytes(all, end);
            end += block.length();
        }
        last.getBytes(all, end);
        return Bytes.owning(all);
    }
}
