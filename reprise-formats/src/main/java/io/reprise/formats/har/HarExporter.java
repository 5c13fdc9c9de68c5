package io.reprise.formats.har;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.Key;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.directory.name.TestDirectory;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.formats.Exported;
import io.reprise.formats.Exporter;
import io.reprise.formats.FormatException;
import io.reprise.formats.Loss;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a HAR file for each test. The recordings of one test are in memory until one of another test comes, or a file is full. */
final class HarExporter implements Exporter {
    /** In characters. A test with more has several files. */
    private static final long MOST = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 24);

    private static final String OF_NO_TEST = "no-test";
    private static final Pattern HOST =
            Pattern.compile("localhost(:[0-9]+)?|[A-Za-z0-9.-]+\\.[A-Za-z0-9-]+(:[0-9]+)?|[A-Za-z0-9.-]+:[0-9]+");

    private final Path target;
    private final DurableFiles files;
    private final Map<String, String> upstreams;
    private final Map<Key, List<Line>> pending = new LinkedHashMap<>();
    /** How many files this run has written for each name. */
    private final Map<String, Integer> parts = new HashMap<>();

    private TestId test = TestId.NONE;
    private Set<String> before = Set.of();
    private long size;

    /** An entry as it is written. */
    private record Line(int occurrence, String text) {}

    /** @param upstreams the base URL of each upstream by its name */
    HarExporter(Path target, Map<String, String> upstreams) {
        this.target = target.toAbsolutePath().normalize();
        this.files = new DurableFiles(this.target);
        this.upstreams = Map.copyOf(upstreams);
    }

    @Override
    public Exported write(Store.Entry entry) {
        Recording recording = entry.recording();
        if (pending.isEmpty() || !recording.test().equals(test) || size > MOST) {
            flush();
            test = recording.test();
            before = lines(present().orElse(Bytes.EMPTY).toString());
        }
        Optional<String> origin = origin(recording.upstream());
        String line = new HarEntryText(recording, origin.orElse("http://localhost")).line();
        size += line.length();
        pending.computeIfAbsent(entry.question().key(), any -> new ArrayList<>())
                .add(new Line(recording.occurrence(), line));
        List<Loss> losses = origin.isPresent()
                ? List.of()
                : List.of(new Loss("request.url", "nobody knows the host of the upstream, so that it is localhost"));
        return new Exported.Written(name(), !before.contains(line), losses);
    }

    /** Scheme and host of an upstream; empty if nobody knows them. */
    private Optional<String> origin(String upstream) {
        Optional<URI> known = Optional.ofNullable(upstreams.get(upstream)).map(URI::create);
        if (known.isPresent()) {
            return known.map(url -> url.getScheme() + "://" + url.getRawAuthority());
        }
        boolean isPlain = upstream.matches("localhost.*|[0-9.]+(:[0-9]+)?|.*:[0-9]+");
        return HOST.matcher(upstream).matches()
                ? Optional.of((isPlain ? "http://" : "https://") + upstream)
                : Optional.empty();
    }

    private String name() {
        String directory = TestDirectory.of(test);
        String name = directory.isEmpty() ? OF_NO_TEST : directory;
        int part = parts.getOrDefault(name, 0) + 1;
        return name + (part == 1 ? "" : "-" + part) + ".har";
    }

    private static Set<String> lines(String text) {
        return text.lines()
                .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
                .collect(Collectors.toSet());
    }

    private void flush() {
        if (pending.isEmpty()) {
            return;
        }
        Path place = target.resolve(name());
        String entries = pending.values().stream()
                .flatMap(answers -> answers.stream().sorted(Comparator.comparingInt(Line::occurrence)))
                .map(Line::text)
                .collect(Collectors.joining(",\n"));
        StringBuilder text = new StringBuilder(
                "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"Reprise\",\"version\":\"1\"},\"_repriseTest\":");
        Json.quote(test.name(), text);
        Bytes content =
                Bytes.utf8(text.append(",\"entries\":[\n").append(entries).append("\n]}}\n"));
        try {
            if (!present().equals(Optional.of(content))) {
                files.write(place, content);
            }
        } catch (IOException failed) {
            throw new FormatException("cannot write '" + place + "': " + FileFailures.unwritable(failed), failed);
        } finally {
            String directory = TestDirectory.of(test);
            parts.merge(directory.isEmpty() ? OF_NO_TEST : directory, 1, Integer::sum);
            pending.clear();
            size = 0;
        }
    }

    private Optional<Bytes> present() {
        try {
            return Optional.of(new ConfinedTree(target).read(target.resolve(name())));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failed) {
            throw new FormatException("cannot read '" + name() + "': " + FileFailures.unreadable(failed), failed);
        }
    }

    @Override
    public void close() {
        try {
            flush();
        } finally {
            files.close();
        }
    }
}
