package io.reprise.formats.har;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonItems;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.formats.Found;
import io.reprise.formats.LargeFile;
import io.reprise.formats.Source;
import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The entries of HAR files. One entry at a time is in memory. */
final class HarSource implements Source {
    private static final Pattern SUFFIX =
            Pattern.compile("\\.(har\\.gz|har\\.zip|har|zhar|zip|json)$", Pattern.CASE_INSENSITIVE);
    private static final int ZIP = 'P' << 8 | 'K';
    private static final int GZIP = 0x1f8b;

    /** The first byte of what zlib has compressed. */
    private static final int ZLIB = 0x78;

    /** In bytes of JSON. Its text and its values take several times as much memory. */
    private static final long MOST_OF_ENTRY =
            Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 12);

    private static final int MOST_VALUES = 1_000_000;

    private final Path root;
    private final List<Path> files;

    HarSource(Path root, List<Path> files) {
        this.root = root;
        this.files = List.copyOf(files);
    }

    @Override
    public int files() {
        return files.size();
    }

    @Override
    public void forEach(Consumer<Found> visitor) {
        files.forEach(file -> read(file, visitor));
    }

    private void read(Path file, Consumer<Found> visitor) {
        String origin = SourceFiles.origin(root, file);
        try {
            HarArchive archive = archive(file);
            Optional<JsonItems> found;
            try (InputStream text = archive.text()) {
                found = JsonItems.find(text, "log", "entries", "startedDateTime");
            }
            if (found.isEmpty()) {
                visitor.accept(new Found.Unreadable(origin, "it has no 'log.entries'"));
            } else if (found.get().items().isEmpty()) {
                visitor.accept(new Found.LeftOut(origin, "it has no entries"));
            } else {
                read(archive, found.get(), origin, visitor);
            }
        } catch (IOException | JsonSyntaxException broken) {
            visitor.accept(new Found.Unreadable(origin, "it cannot be read: " + FileFailures.unreadable(broken)));
        }
    }

    private HarArchive archive(Path file) throws IOException {
        HarOnDisk onDisk = new HarOnDisk(new LargeFile(root, file));
        try (InputStream text = onDisk.text()) {
            int first = text.read();
            int both = first << 8 | text.read();
            if (both == ZIP) {
                try (InputStream zip = onDisk.text()) {
                    return HarInMemory.ofZip(zip);
                }
            }
            return both == GZIP || first == ZLIB
                    ? HarInMemory.ofCompressed(SourceFiles.bytes(root, file), both == GZIP ? "gzip" : "deflate")
                    : onDisk;
        }
    }

    private void read(HarArchive archive, JsonItems entries, String origin, Consumer<Found> visitor)
            throws IOException {
        HarWriter writer = entries.member("_recordingName").isPresent()
                ? HarWriter.POLLY
                : entries.member("_repriseTest").isPresent() ? HarWriter.REPRISE : HarWriter.OTHER;
        HarEntries context = new HarEntries(archive, test(origin, entries), writer);
        List<Integer> order = HarOrder.of(entries, writer, item -> parse(archive, item));
        for (int number : order) {
            visitor.accept(read(archive, entries.items().get(number), context, origin + "#" + (number + 1)));
        }
    }

    /** A file of a directory is named by its path, as tests find it. A file alone belongs to all tests. */
    private TestId test(String origin, JsonItems entries) {
        String name = entries.member("_repriseTest")
                .or(() -> entries.member("_recordingName"))
                .orElse(Files.isDirectory(root) ? SUFFIX.matcher(origin).replaceFirst("") : "");
        return TestId.ofBeginning(name);
    }

    private static Found read(HarArchive archive, JsonItems.Item item, HarEntries entries, String origin) {
        if (item.to() - item.from() > MOST_OF_ENTRY || item.values() > MOST_VALUES) {
            return new Found.Unreadable(
                    origin,
                    "it has more than " + (MOST_OF_ENTRY >> 20) + " MiB or " + MOST_VALUES
                            + " values, which is too much for the memory of this program");
        }
        try {
            return entries.found(parse(archive, item), origin);
        } catch (IOException | JsonSyntaxException broken) {
            return new Found.Unreadable(origin, "it cannot be read: " + FileFailures.unreadable(broken));
        }
    }

    private static Json parse(HarArchive archive, JsonItems.Item item) throws IOException {
        Bytes text = archive.slice(item.from(), item.to());
        return Json.parse(text.decode().orElseThrow(() -> new IOException("it is not UTF-8")));
    }
}
