package io.reprise.formats.har;

import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.Key;
import io.reprise.core.store.Recording;
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
import java.util.Set;

/** Writes a recording of Polly.js for each test. What it has for one test is in memory until something of another test comes. */
final class PollyExporter implements Exporter {
    /** In characters, about. Polly.js reads all that a test has at once. */
    private static final long MOST = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 24);

    static final String OF_NO_TEST = "no-test";

    private static final Loss NO_TEST =
            new Loss("test id", "without one, a recording is in '" + OF_NO_TEST + "', and no other Polly finds it");
    private static final Loss UNKNOWN_ID = new Loss(
            "request.url", "Polly.js may spell this query in another way, so that it may not find the recording");
    private static final Loss METHOD =
            new Loss("request.method", "Polly.js takes it for the same in capitals, and may find another recording");
    private static final Loss ENDING = new Loss("ending", "Polly.js ends the answer as if it were complete");

    private final PollyFiles files;
    private final UpstreamOrigins origins;
    private final Map<Key, List<Line>> pending = new LinkedHashMap<>();
    /** In characters, what this run has for each test. */
    private final Map<TestId, Long> sizes = new HashMap<>();

    private TestId test = TestId.NONE;
    private Set<Json> before = Set.of();
    private int changed;

    /** An entry without its number. */
    private record Line(int occurrence, Json entry) {}

    /** @param upstreams the base URL of each upstream by its name */
    PollyExporter(Path target, Map<String, String> upstreams) {
        this.files = new PollyFiles(target);
        this.origins = new UpstreamOrigins(upstreams);
    }

    @Override
    public Exported write(Store.Entry entry) {
        Recording recording = entry.recording();
        Exchange exchange = recording.exchange();
        if (exchange.socket().isPresent()) {
            return new Exported.LeftOut("it is a WebSocket conversation, and Polly.js has HTTP only");
        }
        if (exchange.response().headers().first("content-encoding").isPresent()) {
            return new Exported.LeftOut(
                    "its body has a content coding, which each adapter of Polly.js keeps differently");
        }
        if (!files.hasOwn(recording.test())) {
            return new Exported.LeftOut("Polly.js gives its test and another one the same file");
        }
        if (!recording.test().equals(test) || pending.isEmpty()) {
            flush();
            test = recording.test();
            before = files.entriesBefore(test);
        }
        HarEntryText spelled = HarEntryText.of(recording, origins);
        Optional<String> id = PollyRequestId.of(exchange.request(), spelled.origin(), spelled.path());
        Json text = PollyEntry.of(spelled.json(), id.orElse(""));
        long size = sizes.getOrDefault(test, 0L) + text.toString().length();
        if (size > MOST) {
            return new Exported.LeftOut(
                    "its test has more than " + (MOST >> 20) + " MiB, which Polly.js reads at once");
        }
        sizes.put(test, size);
        pending.computeIfAbsent(entry.question().key(), any -> new ArrayList<>())
                .add(new Line(recording.occurrence(), text));
        boolean isChanged = !before.contains(text);
        changed += isChanged ? 1 : 0;
        return new Exported.Written(PollyFiles.name(test), isChanged, losses(recording, id.isPresent()));
    }

    private List<Loss> losses(Recording recording, boolean isFound) {
        List<Loss> losses = new ArrayList<>(origins.losses(recording.upstream()));
        if (recording.test().isNone()) {
            losses.add(NO_TEST);
        }
        if (RecordedCall.isInOtherCase(recording.exchange().request())) {
            losses.add(METHOD);
        }
        if (!isFound) {
            losses.add(UNKNOWN_ID);
        }
        Ending ending = recording.exchange().response().ending();
        if (!ending.isClean() || ending == Ending.OPEN) {
            losses.add(ENDING);
        }
        return losses;
    }

    private void flush() {
        List<Json> entries = pending.values().stream()
                .flatMap(answers -> answers.stream().sorted(Comparator.comparingInt(Line::occurrence)))
                .map(Line::entry)
                .toList();
        pending.clear();
        if (!entries.isEmpty()) {
            files.add(test, entries, changed);
        }
        changed = 0;
    }

    @Override
    public List<UnwrittenFile> unwritten() {
        return files.unwritten();
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
