package io.reprise.core.store.usage;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.json.Layout;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.DurableFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The latest runs of a store, a file each, in its directory {@code .reprise/runs}. Git ignores them, and so does the store. Each server writes
 * a file of its own, in one step, so that several may stop at the same time and a kill leaves no half of one.
 */
public final class RunRecords {
    /** So many are kept. */
    public static final int MOST = 50;

    private static final String DIRECTORY = ".reprise";
    private static final String END = ".json.gz";

    /** A larger one is none of ours. In bytes, unpacked. */
    private static final int MOST_BYTES = 256 << 20;

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path root;
    private final Path directory;

    /** @param root of the store */
    public RunRecords(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.directory = this.root.resolve(DIRECTORY).resolve("runs");
    }

    /**
     * Adds a run, and deletes the oldest ones.
     *
     * @throws IOException if the store cannot be written
     */
    public void add(RunRecord run) throws IOException {
        String name = NAME.format(run.at()) + "-" + ProcessHandle.current().pid() + "-"
                + Integer.toHexString(System.identityHashCode(run)) + END;
        try (DurableFiles files = new DurableFiles(root)) {
            Path ignore = root.resolve(DIRECTORY).resolve(".gitignore");
            if (!Files.exists(ignore)) {
                files.write(ignore, Bytes.utf8("*\n"));
            }
            files.write(directory.resolve(name), packed(run));
            List<Path> all = files();
            for (Path old : all.subList(0, Math.max(0, all.size() - MOST))) {
                files.delete(old);
            }
        }
    }

    private static Bytes packed(RunRecord run) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(run.toJson().write(Layout.COMPACT).getBytes(StandardCharsets.UTF_8));
        }
        return Bytes.owning(packed.toByteArray());
    }

    /** All that can be read, the latest first. */
    public List<RunRecord> latestFirst() {
        List<RunRecord> runs = new ArrayList<>();
        for (Path file : files()) {
            read(file).ifPresent(runs::add);
        }
        runs.sort(Comparator.comparing(RunRecord::at).reversed());
        return runs;
    }

    /** Oldest first, by their names. */
    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            new ConfinedTree(root).requireDirectory(directory);
            try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*" + END)) {
                all.forEach(files::add);
            }
        } catch (IOException | DirectoryIteratorException none) {
            return List.of();
        }
        Collections.sort(files);
        return files;
    }

    private Optional<RunRecord> read(Path file) {
        try (InputStream in = new GZIPInputStream(
                new ByteArrayInputStream(new ConfinedTree(root).read(file).toArray()))) {
            byte[] text = in.readNBytes(MOST_BYTES);
            return RunRecord.of(Json.parse(new String(text, StandardCharsets.UTF_8)));
        } catch (IOException | JsonSyntaxException broken) {
            return Optional.empty();
        }
    }
}
