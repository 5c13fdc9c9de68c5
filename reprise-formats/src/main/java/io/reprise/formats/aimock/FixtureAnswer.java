package io.reprise.formats.aimock;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedExchange;
import io.reprise.formats.Stubs;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What aimock would send for a fixture.
 *
 * @param number of the fixture in its file, from 1; part of ids that the fixture does not have
 */
record FixtureAnswer(Json fixture, FixtureRequest request, int number) {
    private static final int OK = 200;
    private static final int FAILED = 500;
    private static final int TOO_MANY = 429;

    /** What aimock does beside sending an answer. */
    private static final List<String> NOT_KEPT = List.of(
            "truncateAfterChunks", "disconnectAfterMs", "streamingProfile", "recordedTimings", "replaySpeed", "chaos");

    Found found(String origin, List<Loss> losses) {
        for (String member : NOT_KEPT) {
            fixture.get(member).ifPresent(any -> losses.add(new Loss(member, "--pace and faults do that")));
        }
        RecordedAnswer answer = answer();
        Found found = new RecordedExchange(request.call(), answer, Optional.empty()).found(origin, TestId.NONE, losses);
        int latency = Math.max(0, Stubs.number(fixture, "latency", 0));
        return latency > 0 && found instanceof Found.Converted converted ? delayed(converted, latency) : found;
    }

    /** aimock waits before each chunk. */
    private static Found delayed(Found.Converted converted, int latency) {
        int chunks = converted.recording().exchange().response().chunks().size();
        return converted.arrivedAt(LongStream.rangeClosed(1, chunks)
                .mapToObj(number -> number * latency)
                .toList());
    }

    private RecordedAnswer answer() {
        Json response = fixture.get("response").orElse(Json.NULL);
        if (response.get("error").isPresent()) {
            return error(response);
        }
        boolean isChat =
                response.get("content").isPresent() || response.get("toolCalls").isPresent();
        if (request.isEmbedding() && response.get("embedding").isPresent()) {
            return RecordedAnswer.json(OK, embedding(response.list("embedding")));
        }
        if (request.isEmbedding()
                || !isChat
                || response.get("blocks").isPresent()
                || response.get("webSearches").isPresent()) {
            throw new NotImportedException("its response is of a kind that is not imported: "
                    + response.members().stream()
                            .map(Json.Member::name)
                            .findFirst()
                            .orElse("none"));
        }
        FixtureStream stream = new FixtureStream(
                response,
                request.model(),
                number,
                Math.max(1, Stubs.number(fixture, "chunkSize", FixtureStream.CHUNK_SIZE)));
        return RecordedAnswer.events(stream.text());
    }

    private RecordedAnswer error(Json response) {
        Json error = response.get("error").orElse(Json.NULL);
        int status = Stubs.number(response, "status", FAILED);
        RecordedAnswer answer = RecordedAnswer.json(
                status,
                new JsonObjectBuilder()
                        .with(
                                "error",
                                new JsonObjectBuilder()
                                        .with("message", error.text("message"))
                                        .with(
                                                "type",
                                                error.text("type").isEmpty() ? "server_error" : error.text("type"))
                                        .with("param", error.get("param").orElse(Json.NULL))
                                        .with("code", error.get("code").orElse(Json.NULL))
                                        .done())
                        .done());
        return status == TOO_MANY
                ? new RecordedAnswer(
                        status,
                        answer.headers().plus("retry-after", "" + Stubs.number(response, "retryAfter", 1)),
                        answer.body())
                : answer;
    }

    private Json embedding(List<Json> numbers) {
        Json item = new JsonObjectBuilder()
                .with("object", "embedding")
                .with("index", 0L)
                .with("embedding", numbers)
                .done();
        return new JsonObjectBuilder()
                .with("object", "list")
                .with("data", List.of(item))
                .with("model", request.model())
                .with(
                        "usage",
                        new JsonObjectBuilder()
                                .with("prompt_tokens", 0L)
                                .with("total_tokens", 0L)
                                .done())
                .done();
    }
}
