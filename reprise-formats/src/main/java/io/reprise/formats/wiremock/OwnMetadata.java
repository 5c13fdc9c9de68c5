package io.reprise.formats.wiremock;

import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.Recording;
import io.reprise.formats.DocumentException;
import io.reprise.formats.Found;
import io.reprise.formats.OwnHeaders;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.Stubs;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What WireMock has no word for, in {@code metadata.reprise} of a mapping that Reprise has written. */
record OwnMetadata(Json own) {
    /** That of a mapping; empty if Reprise has not written it. */
    static Optional<OwnMetadata> in(Json mapping) {
        return mapping.at("metadata", "reprise").map(OwnMetadata::new);
    }

    static Json of(Recording recording) {
        Exchange exchange = recording.exchange();
        Response response = exchange.response();
        JsonObjectBuilder own =
                new JsonObjectBuilder().with("test", recording.test().name()).with("upstream", recording.upstream());
        if (RecordedCall.isInOtherCase(exchange.request())) {
            own.with("method", exchange.request().method());
        }
        recording.recordedOn().ifPresent(day -> own.with("day", day.toString()));
        if (!exchange.request().headers().fields().isEmpty()) {
            own.with(
                    "headers",
                    exchange.request().headers().fields().stream()
                            .map(field -> new Json.JsonArray(
                                    List.of(new Json.JsonString(field.name()), new Json.JsonString(field.value()))))
                            .toList());
        }
        if (response.chunks().stream().anyMatch(chunk -> chunk.at() > 0)) {
            own.with(
                    "times",
                    response.chunks().stream()
                            .map(chunk -> new Json.JsonNumber(Long.toString(chunk.at())))
                            .toList());
        }
        if (response.ending() != Ending.COMPLETE) {
            own.with("ending", response.ending().name().toLowerCase(Locale.ROOT));
        }
        return own.done();
    }

    /** That of the request, if WireMock takes it for another one. */
    Optional<String> method() {
        return own.get("method").flatMap(Json::string);
    }

    TestId test() {
        return TestId.ofBeginning(own.text("test"));
    }

    /**
     * The same recording with it.
     *
     * @param answered the headers in the mapping
     */
    Found with(Found.Converted converted, Headers answered) {
        Recording old = OwnHeaders.in(converted.recording(), headers(), answered);
        Exchange exchange = old.exchange();
        Recording recording = new Recording(
                test(),
                own.text("upstream"),
                old.occurrence(),
                exchange.with(ended(timed(exchange.response()))),
                day());
        return converted.with(recording).without(RecordedAnswer.TIMES);
    }

    private Headers headers() {
        return new Headers(own.list("headers").stream()
                .map(pair -> pair.items().stream()
                        .flatMap(item -> item.string().stream())
                        .toList())
                .filter(pair -> pair.size() == 2)
                .map(pair -> new Headers.Field(pair.get(0), pair.get(1)))
                .toList());
    }

    private Optional<LocalDate> day() {
        try {
            return own.get("day").flatMap(Json::string).map(LocalDate::parse);
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private Response timed(Response response) {
        List<Json> times = own.list("times");
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < response.chunks().size(); i++) {
            Json at = times.size() == response.chunks().size() ? times.get(i) : Json.NULL;
            chunks.add(new Chunk(
                    Math.max(
                            0,
                            Stubs.number(new JsonObjectBuilder().with("at", at).done(), "at", 0)),
                    response.chunks().get(i).bytes()));
        }
        return response.withChunks(chunks);
    }

    private Response ended(Response response) {
        String name = own.text("ending");
        try {
            return name.isEmpty() ? response : response.withEnding(Ending.valueOf(name.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException unknown) {
            throw new DocumentException("its 'metadata.reprise.ending' is not known");
        }
    }
}
