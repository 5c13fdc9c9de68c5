package io.reprise.core.store.sync;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.StreamFormat;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.RandomRecordings;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.DirectoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Directories of recordings, and what is in them, byte for byte. */
public final class SyncedTrees {
    private static final int RECORDINGS = 120;

    private final Path directory;

    public SyncedTrees(Path directory) {
        this.directory = directory;
    }

    public Store open(String name) {
        return new DirectoryStore(directory.resolve(name), KeyRules.NONE);
    }

    /** Fills a store with recordings of all kinds, some of which have large binary bodies. */
    public void fill(String name, long seed) {
        System.out.println("seed " + seed);
        RandomRecordings recordings = new RandomRecordings(seed);
        Random random = new Random(seed);
        try (Store store = open(name)) {
            for (int i = 0; i < RECORDINGS; i++) {
                Recording recording = recordings.next();
                Exchange exchange = i % 20 == 0 ? large(recording.exchange(), random) : recording.exchange();
                if (Redaction.DEFAULT.apply(exchange) instanceof Redaction.Outcome.Clean clean) {
                    store.append(
                            KeyRules.NONE.question(
                                    ApiFamilies.parse(clean.exchange().request()), recording.test()),
                            recording.upstream(),
                            clean.exchange(),
                            i % 3 == 0 ? Optional.of(LocalDate.of(2026, 1, 1 + i % 28)) : Optional.empty());
                }
            }
        }
    }

    /** The same sound for several, so that a store can keep it once. */
    private static Exchange large(Exchange exchange, Random random) {
        byte[] sound = new byte[70_000 + random.nextInt(2)];
        Response response = new Response(
                200,
                Headers.of("content-type", "audio/mpeg"),
                StreamFormat.WHOLE,
                List.of(new Chunk(5, Bytes.owning(sound))),
                Ending.COMPLETE);
        return new Exchange(exchange.request(), response);
    }

    public void write(String file, String text) {
        try {
            Files.createDirectories(directory.resolve(file).getParent());
            Files.writeString(directory.resolve(file), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public String text(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The content of all files below a directory, also of hidden ones. */
    public Map<String, String> files(String name) throws IOException {
        Path root = directory.resolve(name);
        Map<String, String> files = new TreeMap<>();
        if (!Files.exists(root)) {
            return files;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                byte[] content = Files.readAllBytes(file);
                String text = content.length > 60_000
                        ? HexFormat.of().formatHex(content, 0, 100) + content.length
                        : new String(content, StandardCharsets.ISO_8859_1);
                files.put(root.relativize(file).toString(), text);
            }
        }
        return files;
    }

    /** A recording as people write it. */
    public static String recording(String asked, String answer) {
        return "{\"reprise\": 1, \"test\": \"t\", \"request\": {\"method\": \"POST\", \"path\": \"/v1/chat/completions\", \"body\":"
                + " {\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"" + asked + "\"}]}},"
                + " \"response\": {\"status\": 200, \"headers\": {\"content-type\": \"application/json\"}, \"body\": {\"of\": \""
                + answer + "\"}}}\n";
    }
}
