package io.reprise.formats;

import io.reprise.core.exchange.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/**
 * A file of a source that may be larger than the memory.
 *
 * @param root of the source; the file itself if the source is one
 */
public record LargeFile(Path root, Path file) {
    /** Its bytes, from the first one on. */
    public InputStream stream() throws IOException {
        return Channels.newInputStream(open());
    }

    /**
     * A part of it.
     *
     * @param from the index of the first byte
     * @param to the index after the last byte
     */
    public Bytes slice(long from, long to) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(to - from));
        try (SeekableByteChannel channel = open()) {
            channel.position(from);
            while (content.hasRemaining() && channel.read(content) >= 0) {}
        }
        if (content.hasRemaining()) {
            throw new IOException("it has become shorter while it was read");
        }
        return Bytes.owning(content.array());
    }

    /** Its path; without links if it is the source itself. */
    public Path real() throws IOException {
        return root.equals(file) ? root.toRealPath() : file;
    }

    private SeekableByteChannel open() throws IOException {
        return SourceFiles.tree(root).open(real());
    }
}
