package io.reprise.formats.wiremock;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.Key;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Series;
import io.reprise.core.store.Store;
import io.reprise.formats.Exported;
import io.reprise.formats.Exporter;
import io.reprise.formats.Loss;
import io.reprise.formats.RecordedCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a root directory of WireMock for each test. Of the recordings of one test it remembers the places of their files, until one of another
 * test comes: only then it is known which of them are in a scenario.
 */
final class WireMockExporter implements Exporter {
    private static final int SHORT_KEY = 12;
    private static final Loss METHOD = new Loss("request.method", "WireMock takes it for the same in capitals");
    private static final Loss OTHER_ROOT = Loss.note(
            "test id",
            "another test has a directory of that name, or one that differs in case only, so that this one has a number");
    private static final Loss ANOTHER_UPSTREAM =
            new Loss("upstream", "another upstream answers the same request, and WireMock does not tell them apart");

    private final MappingFiles files;
    private final Map<Series, List<Answer>> answers = new LinkedHashMap<>();
    /** The first upstream that answers each question of the test. */
    private final Map<Key, String> upstreams = new HashMap<>();

    private TestId test = TestId.NONE;

    /**
     * A mapping that is written.
     *
     * @param isAlone whether its file has no place in a scenario
     */
    private record Answer(String location, String scenario, int occurrence, boolean isAlone) {}

    WireMockExporter(Path target) {
        this.files = new MappingFiles(target);
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
        String location = files.free(test, fileName(entry, key));
        Json mapping = new MappingText(recording, entry.question().parsed().json()).json();
        Optional<Json> before = files.earlier(location);
        boolean isThere = before.map(MappingText::withoutScenario).equals(Optional.of(mapping));
        if (!isThere) {
            files.write(location, MappingText.file(mapping));
        }
        String scenario = ("reprise " + brief(key) + " " + recording.upstream()).strip();
        answers.computeIfAbsent(Series.of(entry.question(), recording.upstream()), any -> new ArrayList<>())
                .add(new Answer(
                        location, scenario, recording.occurrence(), !isThere || before.equals(Optional.of(mapping))));
        String first = upstreams.computeIfAbsent(key, any -> recording.upstream());
        return new Exported.Written(location, !isThere, losses(recording, first.equals(recording.upstream())));
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

    private List<Loss> losses(Recording recording, boolean isOnlyUpstream) {
        List<Loss> losses = new ArrayList<>();
        if (!files.isNamedAfter(recording.test())) {
            losses.add(OTHER_ROOT);
        }
        Response response = recording.exchange().response();
        if (RecordedCall.isInOtherCase(recording.exchange().request())) {
            losses.add(METHOD);
        }
        if (response.isStream() && response.chunks().stream().anyMatch(chunk -> chunk.at() > 0)) {
            losses.add(new Loss("times of chunks", "WireMock sends a stream at once"));
        }
        if (!response.ending().isClean() || response.ending() == Ending.OPEN) {
            losses.add(new Loss("ending", "WireMock ends the answer as if it were complete"));
        }
        if (!isOnlyUpstream) {
            losses.add(ANOTHER_UPSTREAM);
        }
        return losses;
    }

    /** Gives the mappings their places in scenarios. */
    private void flush() {
        for (List<Answer> ofOne : answers.values()) {
            ofOne.sort(Comparator.comparingInt(Answer::occurrence));
            for (int i = 0; i < ofOne.size(); i++) {
                if (ofOne.size() > 1 || !ofOne.get(i).isAlone()) {
                    place(ofOne.get(i), i + 1, ofOne.size());
                }
            }
        }
        answers.clear();
        upstreams.clear();
    }

    private void place(Answer answer, int position, int count) {
        files.present(answer.location()).ifPresent(mapping -> {
            Json placed = MappingText.inScenario(mapping, answer.scenario(), position, count);
            if (!placed.equals(mapping)) {
                files.write(answer.location(), MappingText.file(placed));
            }
        });
    }

    @Override
    public void close() {
        try {
            flush();
            files.deleteOthers();
        } finally {
            files.close();
        }
    }
}
