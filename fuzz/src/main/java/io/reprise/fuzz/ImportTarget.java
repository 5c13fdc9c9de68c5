package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.formats.Format;
import io.reprise.formats.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Another tool's format: each file becomes recordings that can be kept, or is left out with a reason.
 *
 * @param path of a file of this format, within a directory
 */
record ImportTarget(Format format, String path, List<Bytes> seeds) implements FuzzTarget {
    /** Where some formats have their files. */
    static final String DIRECTORY = "recordings";

    @Override
    public void check(Input input) throws IOException {
        Path directory = Files.createTempDirectory("import");
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, input.bytes().toArray());
        try {
            List<Found> all = new ArrayList<>();
            if (format.recognises(directory)) {
                format.open(directory).forEach(all::add);
            }
            all.forEach(this::check);
        } finally {
            Files.delete(file);
            Files.deleteIfExists(directory.resolve(DIRECTORY));
            Files.delete(directory);
        }
    }

    private void check(Found found) {
        Expect.that(found.origin().startsWith(path), "the origin names the file: " + found.origin());
        if (found instanceof Found.LeftOut leftOut) {
            Expect.isSentence(leftOut.reason());
        } else if (found instanceof Found.Converted converted) {
            Expect.orRefusal(StoreException.class, () -> RecordingFile.write(converted.recording()))
                    .ifPresent(written -> RecordingTarget.check(converted.recording()));
        }
    }
}
