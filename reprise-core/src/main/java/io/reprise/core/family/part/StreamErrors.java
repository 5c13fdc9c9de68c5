package io.reprise.core.family.part;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Payload;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * Errors within answers whose status says that all went well, in the forms in which most APIs send them:
 * {@code {"error":{…}}}, {@code {"error":"…"}}, {@code {"type":"error",…}}, {@code {"object":"error",…}}, and events named
 * {@code error}.
 */
public final class StreamErrors {
    private static final String NAME = "error";
    private static final Bytes MARK = Bytes.utf8(NAME);

    private StreamErrors() {}

    /** The object that describes the first error of an answer; empty if there is none, or if HTTP itself tells of it. */
    public static Optional<Json> first(ParsedResponse parsed) {
        Response response = parsed.response();
        if (response.status() >= 400) {
            return Optional.empty();
        }
        for (int i = 0; i < response.chunks().size(); i++) {
            Chunk chunk = response.chunks().get(i);
            if (chunk.bytes().contains(MARK)) {
                Optional<Json> error = of(parsed, i);
                if (error.isPresent()) {
                    return error;
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The ending of an answer whose stream has an end mark: complete with it or with an error, and cut without either, however the
     * connection ended. An answer that is no stream ended as HTTP says.
     */
    public static Ending ending(ApiFamily family, ParsedResponse parsed) {
        Response response = parsed.response();
        if (!response.isStream() || response.status() >= 400) {
            return response.ending();
        }
        boolean isOver = response.chunks().stream().anyMatch(chunk -> family.isLast(response.format(), chunk));
        return isOver || first(parsed).isPresent() ? Ending.COMPLETE : Ending.CUT;
    }

    /** The status of HTTP, or the one that an error within the answer means. */
    public static int status(ParsedResponse response) {
        return first(response).map(ErrorStatus::of).orElse(response.response().status());
    }

    private static Optional<Json> of(ParsedResponse parsed, int index) {
        Bytes chunk = parsed.response().chunks().get(index).bytes();
        List<Payload> payloads = parsed.response().format().payloads(chunk);
        for (int k = 0; k < payloads.size(); k++) {
            Optional<Json> payload = parsed.payloads(index).get(k);
            if (payload.isPresent()) {
                Optional<Json> error = of(payload.get(), payloads.get(k).event());
                if (error.isPresent()) {
                    return error;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Json> of(Json payload, String event) {
        Json member = payload.get(NAME).orElse(Json.NULL);
        if (!member.members().isEmpty()) {
            return Optional.of(member);
        }
        boolean isText = member.string().filter(text -> !text.isEmpty()).isPresent();
        boolean isNamed = event.equals(NAME) || is(payload, "type") || is(payload, "object");
        return isText || (isNamed && payload instanceof Json.JsonObject) ? Optional.of(payload) : Optional.empty();
    }

    private static boolean is(Json payload, String member) {
        return payload.get(member)
                .flatMap(Json::string)
                .filter(name -> name.equals(NAME) || name.endsWith(".error"))
                .isPresent();
    }
}
