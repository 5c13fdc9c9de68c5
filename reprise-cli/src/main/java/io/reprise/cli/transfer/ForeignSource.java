package io.reprise.cli.transfer;

import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.StandardInputFile;
import io.reprise.core.exchange.TestId;
import io.reprise.formats.Format;
import io.reprise.formats.FormatException;
import io.reprise.formats.Formats;
import io.reprise.formats.Found;
import io.reprise.formats.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Recordings of another tool, as a user names them: a file, a directory, or {@code -} for standard input.
 *
 * @param named their format; empty if it is to be found
 */
record ForeignSource(ProcessEnvironment process, Formats formats, Optional<Format> named) {
    /** What reads them. */
    interface Use {
        void with(Source source);
    }

    /** Recordings that belong to no test where their test would be named after the file in which standard input is kept. */
    private record OfNoTest(Source typed) implements Source {
        @Override
        public int files() {
            return typed.files();
        }

        @Override
        public void forEach(Consumer<Found> visitor) {
            typed.forEach(found -> visitor.accept(ofNoTest(found)));
        }

        private static Found ofNoTest(Found found) {
            if (found instanceof Found.Converted converted
                    && converted.recording().test().name().equals(StandardInputFile.STEM)) {
                return converted.with(converted.recording().ofTest(TestId.NONE));
            }
            return found;
        }
    }

    /** @throws FormatException if they cannot be read at all */
    void read(Path path, Use use) {
        boolean isTyped = path.equals(StandardInputFile.NAME);
        try (StandardInputFile typed = new StandardInputFile(process)) {
            use.with(isTyped ? new OfNoTest(open(typed.path())) : open(path));
        } catch (FormatException unreadable) {
            throw isTyped ? ofInput(unreadable) : unreadable;
        }
    }

    /** Without the name of the file in which standard input is kept. */
    private static FormatException ofInput(FormatException unreadable) {
        String said = String.valueOf(unreadable.getMessage());
        return new FormatException(StandardInputFile.PLACE.matcher(said).replaceAll("standard input"), unreadable);
    }

    private Source open(Path path) {
        Path place = process.directory().resolve(path);
        if (!Files.exists(place)) {
            throw new FormatException("it does not exist; correct the path", null);
        }
        if (!Files.isReadable(place)) {
            throw new FormatException("there is no permission to read it; make it readable", null);
        }
        return named.isPresent() ? named.get().open(place) : formats.open(place);
    }
}
