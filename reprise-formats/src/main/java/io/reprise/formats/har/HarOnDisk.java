package io.reprise.formats.har;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.formats.LargeFile;
import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** A HAR file of any size, of which one entry at a time is in memory. */
record HarOnDisk(LargeFile file) implements HarArchive {
    @Override
    public InputStream text() throws IOException {
        return file.stream();
    }

    @Override
    public Bytes slice(long from, long to) throws IOException {
        return file.slice(from, to);
    }

    @Override
    public Optional<Bytes> attached(String name) {
        try {
            Path place = DurableFiles.parentOf(file.real()).resolve(name).normalize();
            return Optional.of(SourceFiles.tree(file.root()).read(place));
        } catch (IOException | InvalidPathException none) {
            return Optional.empty();
        }
    }
}
