package io.reprise.formats.wiremock;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.Key;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Series;
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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes a root directory of WireMock for each test. The recordings of one test are in memory until one of another test comes. */
final class WireMockExporter implements Exporter {
    private static final String OF_NO_TEST = "no-test";
    private static final int SHORT_KEY = 12;
    private static final Set<String> SCENARIO = Set.of("scenarioName", "requiredScenarioState", "newScenarioState");

    private final Path target;
    private final DurableFiles files;
    private final Map<Series, List<Pending>> pending = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private TestId test = TestId.NONE;

    private record Pending(Path place, MappingText mapping) {}

    WireMockExporter(Path target) {
        this.target = target.toAbsolutePath().normalize();
        this.files = new DurableFiles(this.target);
    }

    @Override
    public Exported write(Store.Entry entry) {
        Recording recording = entry.recording();
        if (recording.exchange().socket().isPresent()) {
            return new Exported.LeftOut("it is a WebSocket conversation, and a mapping answers one request");
        }
        if (!recording.test().equals(test)) {
            flush();
            test = recording.test();
        }
        Key key = entry.question().key();
        String directory = TestDirectory.of(test);
        String name = directory.isEmpty() ? OF_NO_TEST : directory;
        String location = free(name + "/" + WireMockFormat.MAPPINGS + "/" + fileName(entry, key));
        Pending written = new Pending(
                target.resolve(location),
                new MappingText(
                        recording,
                        entry.question().parsed().json(),
                        ("reprise " + brief(key) + " " + recording.upstream()).strip()));
        pending.computeIfAbsent(Series.of(entry.question(), recording.upstream()), any -> new ArrayList<>())
                .add(written);
        return new Exported.Written(location, !isThere(written), losses(recording));
    }

    private static String brief(Key key) {
        String digits = key.toString();
        return digits.substring(0, Math.min(SHORT_KEY, digits.length()));
    }

    private static String fileName(Store.Entry entry, Key key) {
        String location = entry.location();
        String name = location.substring(location.lastIndexOf('/') + 1);
        boolean isName = name.matches("[A-Za-z0-9][A-Za-z0-9._-]*\\.json");
        return isName ? name : brief(key) + "-" + entry.recording().occurrence() + ".json";
    }

    /** The path of a file that this run has not written yet. */
    private String free(String location) {
        String free = location;
        for (int number = 2; !taken.add(free); number++) {
            free = location.substring(0, location.length() - ".json".length()) + "-" + number + ".json";
        }
        return free;
    }

    private static List<Loss> losses(Recording recording) {
        List<Loss> losses = new ArrayList<>();
        Response response = recording.exchange().response();
        if (response.isStream() && response.chunks().stream().anyMatch(chunk -> chunk.at() > 0)) {
            losses.add(new Loss("times of chunks", "WireMock sends a stream at once"));
        }
        if (!response.ending().isClean() || response.ending() == Ending.OPEN) {
            losses.add(new Loss("ending", "WireMock ends the answer as if it were complete"));
        }
        return losses;
    }

    /** Whether the file says the same, apart from its place in a scenario, which is not known yet. */
    private boolean isThere(Pending written) {
        return present(written.place())
                .flatMap(Bytes::decode)
                .flatMap(Json::tryParse)
                .filter(json -> withoutScenario(json)
                        .equals(withoutScenario(written.mapping().json(1, 1))))
                .isPresent();
    }

    private static Json withoutScenario(Json mapping) {
        return new Json.JsonObject(mapping.members().stream()
                .filter(member -> !SCENARIO.contains(member.name()))
                .toList());
    }

    private void flush() {
        for (List<Pending> answers : pending.values()) {
            answers.sort(Comparator.comparingInt(
                    (Pending answer) -> answer.mapping().recording().occurrence()));
            for (int i = 0; i < answers.size(); i++) {
                put(
                        answers.get(i).place(),
                        MappingText.file(answers.get(i).mapping().json(i + 1, answers.size())));
            }
        }
        pending.clear();
    }

    private void put(Path place, Bytes content) {
        try {
            if (!present(place).equals(Optional.of(content))) {
                files.write(place, content);
            }
        } catch (IOException failed) {
            throw new FormatException("cannot write '" + place + "': " + FileFailures.unwritable(failed), failed);
        }
    }

    private Optional<Bytes> present(Path place) {
        try {
            return Optional.of(new ConfinedTree(target).read(place));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failed) {
            throw new FormatException("cannot read '" + place + "': " + FileFailures.unreadable(failed), failed);
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
