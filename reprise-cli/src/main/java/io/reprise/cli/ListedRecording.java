package io.reprise.cli;

import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.key.Key;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;

/** The line of a list about one recording. */
record ListedRecording(TestId test, int occurrence, Key key, Asked asked, Answered answered, String file) {
    /** What was asked. */
    record Asked(String method, String path, String model, String title) {}

    /** The response to a request. */
    record Answered(int status, int chunks, long bytes) {}

    private static final String ROW = "%-24s %-12s %-30s %-20s %6s %6s %9s  %-40s  %s";
    static final String HEADING =
            ROW.formatted("TEST", "KEY", "REQUEST", "MODEL", "STATUS", "CHUNKS", "BYTES", "TITLE", "FILE");

    static ListedRecording of(Store.Entry entry) {
        Recording recording = entry.recording();
        ParsedRequest request = entry.question().parsed();
        Response response = recording.exchange().response();
        long bytes = response.chunks().stream()
                .mapToLong(chunk -> chunk.bytes().size())
                .sum();
        return new ListedRecording(
                recording.test(),
                recording.occurrence(),
                entry.question().key(),
                new Asked(
                        request.request().method(),
                        request.request().path(),
                        request.model().orElse(""),
                        request.title()),
                new Answered(response.status(), response.chunks().size(), bytes),
                entry.location());
    }

    /** A row under {@link #HEADING}; long values are shortened, except the file. */
    String line() {
        return ROW.formatted(
                endOf(test.toString(), 24),
                key.brief(),
                beginningOf(asked.method() + " " + asked.path(), 30),
                beginningOf(asked.model(), 20),
                answered.status(),
                answered.chunks(),
                answered.bytes(),
                beginningOf(asked.title(), 40),
                file);
    }

    Json toJson() {
        return new JsonObjectBuilder()
                .withOrNull("test", test.name())
                .with("key", key.hex())
                .with("occurrence", occurrence)
                .with("method", asked.method())
                .with("path", asked.path())
                .withOrNull("model", asked.model())
                .with("title", asked.title())
                .with("status", answered.status())
                .with("chunks", answered.chunks())
                .with("bytes", answered.bytes())
                .with("file", file)
                .done();
    }

    private static String beginningOf(String text, int most) {
        String line = oneLine(text);
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
    }

    private static String endOf(String text, int most) {
        String line = oneLine(text);
        int length = line.codePointCount(0, line.length());
        return length <= most ? line : "…" + line.substring(line.offsetByCodePoints(0, length - most + 1));
    }

    /** Removes control characters, so that recorded text cannot control the terminal. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
