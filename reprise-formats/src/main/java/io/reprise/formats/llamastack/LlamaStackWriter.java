package io.reprise.formats.llamastack;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.json.Json;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.formats.Loss;
import io.reprise.formats.llamastack.file.TestDirectories;
import io.reprise.formats.llamastack.index.Reading;
import io.reprise.formats.llamastack.request.WireRequest;
import io.reprise.formats.llamastack.response.NoAnswerException;
import io.reprise.formats.llamastack.response.WireResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Writes recordings as files of one tree, and deletes files. Warns once about each kind of data that the format does not keep. */
final class LlamaStackWriter {
    private final Reading reading;
    private final TestDirectories directories;
    private final DurableFiles files;
    private final Consumer<String> warnings;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    /** A file to be, and the recording that will be read from it. */
    record Made(NewFile file, Recording recording) {}

    LlamaStackWriter(Reading reading, Consumer<String> warnings) {
        this.reading = reading;
        this.directories = new TestDirectories(reading.root());
        this.files = new DurableFiles(reading.root());
        this.warnings = warnings;
    }

    /**
     * What a recording becomes.
     *
     * @param old a file that answers the same question; the new one takes over its request
     * @throws StoreException if the format cannot hold it
     */
    Made made(Recording recording, Question question, Optional<Path> old) {
        try {
            ParsedRequest kept = question.parsed().with(recording.exchange().request());
            NewFile file = NewFile.of(recording, request(old, recording, kept));
            Response response = WireResponse.of(file.content(), WireRequest.Vectors.AS_RECORDED);
            Exchange exchange = new Exchange(recording.exchange().request(), response);
            return new Made(file, new Recording(recording.test(), recording.upstream(), 1, exchange));
        } catch (NoAnswerException unfit) {
            throw new StoreException(
                    "llama-stack's format cannot hold this recording: " + unfit.getMessage()
                            + "; use another directory with --recordings",
                    unfit);
        }
    }

    /** The request of the old file, which includes data that only the Python client has. */
    private Json request(Optional<Path> old, Recording recording, ParsedRequest asked) {
        try {
            return old.map(file -> reading.file(file).request())
                    .orElseGet(() -> NewFile.request(recording, asked, reading.hosts()));
        } catch (StoreException broken) {
            return NewFile.request(recording, asked, reading.hosts());
        }
    }

    /** Writes a file, beside the old one where there is one, and says where. */
    Path write(Made made, Optional<Path> old) {
        Path directory = old.map(Path::getParent)
                .orElseGet(() -> directories.of(made.recording().test()));
        Path file = directory.resolve(made.file().name());
        write(file, Bytes.utf8(made.file().content().text()));
        made.file().losses().forEach(this::warn);
        return file;
    }

    void write(Path file, Bytes content) {
        try {
            files.write(file, content);
        } catch (IOException failed) {
            throw new StoreException(
                    "cannot keep a recording in '" + reading.root() + "': " + FileFailures.unwritable(failed), failed);
        }
    }

    void delete(Path file) {
        try {
            files.delete(file);
        } catch (IOException failed) {
            throw new StoreException(
                    "'" + reading.location(file) + "' cannot be deleted: " + FileFailures.unwritable(failed), failed);
        }
    }

    private void warn(Loss loss) {
        if (warned.add(loss.what())) {
            warnings.accept("llama-stack's format does not keep " + loss);
        }
    }

    void close() {
        files.close();
    }
}
