package io.reprise.formats.har;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A HAR file of any size, of which one entry at a time is in memory.
 *
 * @param root of the source; the file itself if the source is one
 */
record HarOnDisk(Path root, Path file) implements HarArchive {
    @Override
    public InputStream text() throws IOException {
        return Channels.newInputStream(open());
    }

    @Override
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

    @Override
    public Optional<Bytes> attached(String name) {
        try {
            Path place = DurableFiles.parentOf(real()).resolve(name).normalize();
            return Optional.of(SourceFiles.tree(root).read(place));
        } catch (IOException | InvalidPathException none) {
            return Optional.empty();
        }
    }

    private SeekableByteChannel open() throws IOException {
        return SourceFiles.tree(root).open(real());
    }

    private Path real() throws IOException {
        return root.equals(file) ? root.toRealPath() : file;
    }
}
