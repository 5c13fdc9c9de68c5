package io.reprise.core.store.directory;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.LargeAnswer;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.name.FileName;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.FileVersion;
import io.reprise.core.store.file.BodyFile;
import io.reprise.core.store.file.PieceReading;
import io.reprise.core.store.file.RecordingFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Reads recordings whose answers are too large to be in memory (docs/decisions/0066-large-answers.md). */
final class LargeFiles {
    /** So many chunks at the beginning and at the end of an answer are kept: in them are model, usage and end. */
    private static final int KEPT_CHUNKS = 16;

    /** One chunk at a time takes several times its size, and several replays run at the same time. */
    private static final int PARTS = 16;

    private static final long LEAST_VALUE = 256 << 10;
    private static final long MOST_VALUE = 64 << 20;

    /** Larger chunks are not kept. In bytes. */
    private static final int KEPT_BYTES = 64 << 10;

    private final RecordingFiles files;
    private final KeyRules rules;
    private final ConfinedTree tree;
    private final long largestValue;

    /** @param memory that recordings may take together while they are read, in bytes */
    LargeFiles(RecordingFiles files, KeyRules rules, long memory) {
        this.largestValue = Math.max(LEAST_VALUE, Math.min(MOST_VALUE, memory / PARTS));
        this.files = files;
        this.rules = rules;
        this.tree = new ConfinedTree(files.places().root());
    }

    /**
     * The recording in a file, with an excerpt of its answer; empty if the file has vanished, or can only be read as a whole.
     *
     * @throws StoreException if it cannot be read
     */
    Optional<FileEntry> read(Path file, FileVersion stamp) {
        BodiesBeside beside = files.bodiesBeside(file);
        try {
            Optional<PieceReading> opened = open(file, beside);
            return opened.flatMap(reading -> read(reading, new Found(file, stamp, beside)));
        } catch (StoreException said) {
            throw said;
        } catch (RuntimeException unforeseen) { // it must harm no other recording
            throw StoreException.unreadable(
                    files.places().location(file),
                    "Reprise does not understand it",
                    "correct it, or delete it to record it again",
                    unforeseen);
        }
    }

    /** What lint has to say of the members of a file that can be read in pieces. */
    Optional<RecordingFile.Members> members(Path file) {
        return open(file, files.bodiesBeside(file)).map(reading -> {
            try (reading) {
                while (reading.next().isPresent()) {
                    // the members are noted meanwhile
                }
                return reading.members();
            }
        });
    }

    private Optional<FileEntry> read(PieceReading reading, Found found) {
        try (reading) {
            Summary summary = new Summary();
            for (Optional<Chunk> next = reading.next(); next.isPresent(); next = reading.next()) {
                summary.add(next.get());
            }
            return reading.isOfOtherForm() ? Optional.empty() : Optional.of(entry(reading, summary, found));
        }
    }

    private record Found(Path file, FileVersion stamp, BodiesBeside beside) {}

    private FileEntry entry(PieceReading reading, Summary summary, Found found) {
        Recording outline = reading.outline().recording();
        Response response = outline.exchange().response();
        Response excerpt = response.withChunks(summary.excerpt());
        int chunks = response.isStream() ? summary.chunks : 1;
        Question question = rules.question(reading.outline().request(), outline.test());
        return new FileEntry(
                files.places().location(found.file),
                outline.with(outline.exchange().with(excerpt)),
                question,
                ReadResponse.of(excerpt, new InFile(found.file, found.stamp, summary.size, chunks)),
                found.file,
                found.stamp,
                found.beside.versions());
    }

    /**
     * Writes a recording whose chunks are not in memory; empty, without a change, for all others.
     *
     * @param kept what it answers when it is kept
     */
    Optional<FileEntry> write(Recording recording, ParsedRequest request, Question kept, Path file) throws IOException {
        Response response = recording.exchange().response();
        if (response.large().isEmpty()) {
            return Optional.empty();
        }
        Summary summary = new Summary();
        response.chunks().forEach(summary::add);
        RecordingFile.LargeWritten written = RecordingFile.writeLarge(recording, request, FileName.stem(file));
        for (BodyFile body : written.bodies()) {
            files.write(file.resolveSibling(body.name()), body.content());
        }
        files.write(file, written.text()::writeTo);
        FileVersion stamp = FileVersion.of(file).orElse(FileVersion.NONE);
        Response excerpt = response.withChunks(summary.excerpt());
        return Optional.of(new FileEntry(
                files.places().location(file),
                recording.with(recording.exchange().with(excerpt)),
                kept,
                ReadResponse.of(excerpt, new InFile(file, stamp, summary.size, summary.chunks)),
                file,
                stamp,
                BodiesBeside.versions(file, written.bodies())));
    }

    private Optional<PieceReading> open(Path file, BodiesBeside beside) {
        try {
            InputStream content = Channels.newInputStream(tree.open(file));
            return PieceReading.open(
                    content,
                    new PieceReading.Source(
                            files.places().location(file),
                            beside,
                            largestValue,
                            failed -> files.unreadable(file, failed)));
        } catch (NoSuchFileException vanished) {
            return Optional.empty();
        } catch (IOException failed) {
            throw files.unreadable(file, failed);
        }
    }

    /** What is known of an answer when all of it has been seen. */
    private static final class Summary {
        private final List<Chunk> first = new ArrayList<>();
        private final Deque<Chunk> last = new ArrayDeque<>();
        private long size;
        private int chunks;

        void add(Chunk chunk) {
            size += chunk.bytes().size();
            chunks++;
            if (chunk.bytes().size() > KEPT_BYTES) {
                return;
            }
            if (first.size() < KEPT_CHUNKS) {
                first.add(chunk);
            } else {
                last.add(chunk);
            }
            if (last.size() > KEPT_CHUNKS) {
                last.remove();
            }
        }

        List<Chunk> excerpt() {
            List<Chunk> all = new ArrayList<>(first);
            all.addAll(last);
            return all;
        }
    }

    /** An answer in its file. */
    private final class InFile implements LargeAnswer {
        private final Path file;
        private final FileVersion stamp;
        private final long size;
        private final int chunks;

        InFile(Path file, FileVersion stamp, long size, int chunks) {
            this.file = file;
            this.stamp = stamp;
            this.size = size;
            this.chunks = chunks;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int chunks() {
            return chunks;
        }

        @Override
        public Pieces open() {
            Optional<PieceReading> reading = LargeFiles.this.open(file, files.bodiesBeside(file));
            if (!FileVersion.ofListed(file).equals(Optional.of(stamp))) {
                reading.ifPresent(PieceReading::close);
                throw changed();
            }
            return reading.orElseThrow(this::changed);
        }

        private StoreException changed() {
            return new StoreException(
                    "'" + files.places().location(file) + "' was changed while it was being replayed; ask again", null);
        }
    }
}
