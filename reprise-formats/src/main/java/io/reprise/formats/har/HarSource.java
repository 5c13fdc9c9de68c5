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

    /**
     * A HAR file, which may be one of several in a zip.
     *
     * @param test the test id, as its path tells
     */
    private record Part(HarArchive archive, String origin, String test) {}

    private void read(Path file, Consumer<Found> visitor) {
        String origin = SourceFiles.origin(root, file);
        try {
            parts(file, origin).forEach(part -> read(part, visitor));
        } catch (IOException broken) {
            visitor.accept(unreadable(origin, broken));
        }
    }

    private static void read(Part part, Consumer<Found> visitor) {
        try {
            Optional<JsonItems> found;
            try (InputStream text = part.archive().text()) {
                found = JsonItems.find(text, "log", "entries", "startedDateTime");
            }
            if (found.isEmpty()) {
                visitor.accept(new Found.Unreadable(part.origin(), "it has no 'log.entries'"));
            } else if (found.get().items().isEmpty()) {
                visitor.accept(new Found.LeftOut(part.origin(), "it has no entries"));
            } else {
                read(part, found.get(), visitor);
            }
        } catch (IOException | JsonSyntaxException broken) {
            visitor.accept(unreadable(part.origin(), broken));
        }
    }

    private static Found unreadable(String origin, Exception broken) {
        return new Found.Unreadable(origin, "it cannot be read: " + FileFailures.unreadable(broken));
    }

    /** A file of a directory is named by its path, as tests find it. A file alone belongs to all tests. */
    private List<Part> parts(Path file, String origin) throws IOException {
        HarOnDisk onDisk = new HarOnDisk(new LargeFile(root, file));
        String test = Files.isDirectory(root) ? withoutSuffix(origin) : "";
        try (InputStream text = onDisk.text()) {
            int first = text.read();
            int both = first << 8 | text.read();
            if (both == ZIP) {
                try (InputStream zip = onDisk.text()) {
                    return parts(HarInMemory.ofZip(zip), origin, test);
                }
            }
            HarArchive archive = both == GZIP || first == ZLIB
                    ? HarInMemory.ofCompressed(SourceFiles.bytes(root, file), both == GZIP ? "gzip" : "deflate")
                    : onDisk;
            return List.of(new Part(archive, origin, test));
        }
    }

    /** A zip file with several HAR files is as a directory with them. */
    private static List<Part> parts(List<HarInMemory> zipped, String origin, String test) {
        if (zipped.size() == 1) {
            return List.of(new Part(zipped.get(0), origin, test));
        }
        String directory = test.isEmpty() ? "" : test + "/";
        return zipped.stream()
                .map(har -> new Part(har, origin + "/" + har.name(), directory + withoutSuffix(har.name())))
                .toList();
    }

    private static String withoutSuffix(String path) {
        return SUFFIX.matcher(path).replaceFirst("");
    }

    private static void read(Part part, JsonItems entries, Consumer<Found> visitor) throws IOException {
        HarArchive archive = part.archive();
        HarWriter writer = entries.member("_recordingName").isPresent()
                ? HarWriter.POLLY
                : entries.member("_repriseTest").isPresent() ? HarWriter.REPRISE : HarWriter.OTHER;
        String test = entries.member("_repriseTest")
                .or(() -> entries.member("_recordingName"))
                .orElse(part.test());
        HarEntries context = new HarEntries(archive, TestId.ofBeginning(test), writer);
        List<Integer> order = HarOrder.of(entries, writer, item -> parse(archive, item));
        for (int number : order) {
            visitor.accept(read(archive, entries.items().get(number), context, part.origin() + "#" + (number + 1)));
        }
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
            return unreadable(origin, broken);
        }
    }

    private static Json parse(HarArchive archive, JsonItems.Item item) throws IOException {
        Bytes text = archive.slice(item.from(), item.to());
        return Json.parse(text.decode().orElseThrow(() -> new IOException("it is not UTF-8")));
    }
}
