package io.reprise.formats.har;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedAnswer;
import java.util.List;
import java.util.Optional;

/** The {@code response} of an entry (HAR 1.2, "response" and "content"). */
final class HarResponse {
    private static final int NOT_MODIFIED = 304;

    private HarResponse() {}

    /**
     * The response.
     *
     * @param writer of the file
     * @param losses gets what it has not
     * @throws NotImportedException if there was none, or not all of it is in the file
     */
    static RecordedAnswer of(Json entry, String method, HarArchive archive, HarWriter writer, List<Loss> losses) {
        Json response = entry.get("response").orElse(Json.NULL);
        int status = (int) HarNumbers.whole(response, "status");
        if (status == 0) {
            throw new NotImportedException("there was no response: its status is 0");
        }
        if (status == NOT_MODIFIED && writer != HarWriter.REPRISE) {
            throw new NotImportedException("its response is in the cache of the client: its status is 304");
        }
        Headers all = HarRequest.headers(response);
        boolean isText = response.text("content", "encoding").isEmpty()
                && !response.text("content", "text").isEmpty();
        Headers headers = isText ? all.without("content-encoding") : all; // a text is a decoded body
        return new RecordedAnswer(status, headers, body(response, method, status, archive, writer, losses));
    }

    private static Bytes body(
            Json response, String method, int status, HarArchive archive, HarWriter writer, List<Loss> losses) {
        Json content = response.get("content").orElse(Json.NULL);
        if (!Response.mayHaveBody(method, status)) {
            return Bytes.EMPTY;
        }
        Optional<HarBody> body = HarBody.of(content, archive);
        if (body.isEmpty() || body.get().bytes().isEmpty()) {
            return empty(response, content, status, body.isPresent(), losses);
        }
        if (!writer.isWhole() && isPartial(content, body.get().bytes())) {
            throw new NotImportedException(
                    "not all of its body is in the file: content.size is larger than what it has");
        }
        if (body.get().isReplaced() && isOtherSize(content, body.get().bytes())) {
            losses.add(new Loss("response.content.text", "U+FFFD stands for bytes that are no text"));
        }
        return body.get().bytes();
    }

    private static Bytes empty(Json response, Json content, int status, boolean isSaid, List<Loss> losses) {
        boolean isRedirect = status >= 300 && status < 400;
        Optional<Double> size = HarNumbers.of(content, "size");
        boolean isEmpty = isSaid
                ? size.orElse(0.0) == 0 && HarNumbers.whole(response, "bodySize") == 0
                : size.isPresent() && size.get() == 0 && HarNumbers.whole(response, "bodySize") == 0;
        if (!isEmpty && !isRedirect) {
            throw new NotImportedException("its body is not in the file: content has no text");
        }
        if (!isEmpty) {
            losses.add(new Loss("response.content", "the file has no body of this redirect"));
        }
        return Bytes.EMPTY;
    }

    /**
     * Whether the body is longer than what the file has of it. {@code size} is the length of the decoded body, of which {@code compression} was
     * saved on the wire. In mitmproxy's files it is the coded length, to which {@code compression} is added.
     */
    private static boolean isPartial(Json content, Bytes body) {
        double size = HarNumbers.of(content, "size").orElse(0.0);
        return size > body.size() && size + compression(content) > body.size();
    }

    private static boolean isOtherSize(Json content, Bytes body) {
        double size = HarNumbers.of(content, "size").orElse(0.0);
        return size != body.size() && size + compression(content) != body.size();
    }

    /** May be negative. */
    private static double compression(Json content) {
        return HarNumbers.any(content, "compression").orElse(0.0);
    }

    /** Whether the connection failed while the response arrived. */
    static boolean hasFailed(Json entry) {
        return List.of("_error", "_failureText").stream()
                .anyMatch(name -> !entry.text("response", name).isEmpty());
    }
}
