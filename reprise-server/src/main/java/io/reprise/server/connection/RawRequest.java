package io.reprise.server.connection;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The bytes of a request. Those that are looked for stand in an array that is used again. */
final class RawRequest {
    private final byte[] bytes;
    private int length;
    private int hash;

    RawRequest(byte[] bytes) {
        this.bytes = bytes;
    }

    void read(ByteBuf read, CRC32C crc) {
        length = read.readableBytes();
        read.getBytes(read.readerIndex(), bytes, 0, length);
        crc.reset();
        crc.update(bytes, 0, length);
        hash = (int) crc.getValue();
    }

    int length() {
        return length;
    }

    int hash() {
        return hash;
    }

    RawRequest copy() {
        RawRequest copy = new RawRequest(Arrays.copyOf(bytes, length));
        copy.length = length;
        copy.hash = hash;
        return copy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RawRequest raw
                && hash == raw.hash
                && Arrays.equals(bytes, 0, length, raw.bytes, 0, raw.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
