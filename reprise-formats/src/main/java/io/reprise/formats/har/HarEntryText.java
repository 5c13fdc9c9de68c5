package io.reprise.formats.har;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Reference;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.Recording;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An entry of a HAR file. What HAR has no word for is in its member {@code _reprise}.
 *
 * @param origin scheme and host of the URL
 * @param path of the URL, which is that at the upstream
 */
record HarEntryText(Recording recording, String origin, String path) {
    private static final Json NONE = new Json.JsonArray(List.of());
    private static final String VERSION = "HTTP/1.1";

    static HarEntryText of(Recording recording, UpstreamOrigins origins) {
        return new HarEntryText(recording, origins.of(recording.upstream()), origins.path(recording));
    }

    Json json() {
        Exchange exchange = recording.exchange();
        List<Chunk> chunks = exchange.response().chunks();
        long first = chunks.isEmpty() ? 0 : chunks.get(0).at();
        long last = chunks.isEmpty() ? 0 : chunks.get(chunks.size() - 1).at();
        JsonObjectBuilder entry = new JsonObjectBuilder()
                .with("startedDateTime", day() + "T00:00:00.000Z")
                .with("time", last)
                .with("request", request(exchange.request(), exchange.socket().isPresent()))
                .with("response", response(exchange.response()))
                .with("cache", new JsonObjectBuilder().done())
                .with(
                        "timings",
                        new JsonObjectBuilder()
                                .with("send", 0L)
                                .with("wait", first)
                                .with("receive", last - first)
                                .done());
        exchange.socket()
                .ifPresent(conversation ->
                        entry.with("_resourceType", "websocket").with("_webSocketMessages", messages(conversation)));
        return entry.with("_reprise", own(exchange)).done();
    }

    private LocalDate day() {
        return recording.recordedOn().orElse(LocalDate.EPOCH);
    }

    private Json request(Request request, boolean isSocket) {
        String url = (isSocket ? origin.replaceFirst("^http", "ws") : origin)
                + path
                + (request.query().isEmpty() ? "" : "?" + request.query());
        JsonObjectBuilder spelled = new JsonObjectBuilder()
                .with("method", request.method())
                .with("url", url)
                .with("httpVersion", VERSION)
                .with("cookies", NONE)
                .with("headers", headers(request.headers()))
                .with("queryString", query(request.query()));
        if (!request.body().isEmpty()) {
            spelled.with(
                    "postData",
                    body(request.body(), request.headers().first("content-type").orElse("application/json")));
        }
        return spelled.with("headersSize", -1L)
                .with("bodySize", (long) request.body().size())
                .done();
    }

    private static Json query(String query) {
        return new Json.JsonArray(new Reference("", "", query.isEmpty() ? "" : "?" + query, "")
                .members().stream()
                        .map(member -> {
                            int equals = member.indexOf('=');
                            return pair(
                                    PercentEncoding.decodeForm(equals < 0 ? member : member.substring(0, equals)),
                                    equals < 0 ? "" : PercentEncoding.decodeForm(member.substring(equals + 1)));
                        })
                        .toList());
    }

    private static Json pair(String name, String value) {
        return new JsonObjectBuilder().with("name", name).with("value", value).done();
    }

    private static Json headers(Headers headers) {
        return new Json.JsonArray(headers.fields().stream()
                .map(field -> pair(field.name(), field.value()))
                .toList());
    }

    private static Json response(Response response) {
        Bytes body = response.body();
        return new JsonObjectBuilder()
                .with("status", response.status())
                .with("statusText", "")
                .with("httpVersion", VERSION)
                .with("cookies", NONE)
                .with("headers", headers(response.headers()))
                .with(
                        "content",
                        body(body, response.headers().first("content-type").orElse("")))
                .with("redirectURL", response.headers().first("location").orElse(""))
                .with("headersSize", -1L)
                .with("bodySize", (long) body.size())
                .done();
    }

    /** As {@link HarBody} reads it: a text if that gives the same bytes, else base64, and nothing if there are none. */
    private static Json body(Bytes body, String mediaType) {
        JsonObjectBuilder spelled =
                new JsonObjectBuilder().with("size", (long) body.size()).with("mimeType", mediaType);
        if (body.isEmpty()) {
            return spelled.done();
        }
        Optional<String> text = HarBody.charset(mediaType).equals(StandardCharsets.UTF_8) && body.isText()
                ? body.decode()
                : Optional.empty();
        return text.isPresent()
                ? spelled.with("text", text.get()).done()
                : spelled.with("text", Base64.getEncoder().encodeToString(body.toArray()))
                        .with("encoding", "base64")
                        .done();
    }

    private List<Json> messages(SocketConversation conversation) {
        long began = day().atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
        return conversation.messages().stream()
                .map(message -> message(message, began))
                .toList();
    }

    private static Json message(SocketMessage message, long began) {
        return new JsonObjectBuilder()
                .with("type", message.from() == Sender.CLIENT ? "send" : "receive")
                .with(
                        "time",
                        new Json.JsonNumber(
                                BigDecimal.valueOf(began + message.at(), 3).toPlainString()))
                .with("opcode", message.isBinary() ? 2L : 1L)
                .with(
                        "data",
                        message.isBinary()
                                ? Base64.getEncoder()
                                        .encodeToString(message.bytes().toArray())
                                : message.bytes().toString())
                .done();
    }

    private Json own(Exchange exchange) {
        Response response = exchange.response();
        JsonObjectBuilder own = new JsonObjectBuilder().with("upstream", recording.upstream());
        if (!path.equals(exchange.request().path())) {
            own.with("path", exchange.request().path());
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
        exchange.socket()
                .flatMap(SocketConversation::close)
                .ifPresent(close -> own.with(
                        "close",
                        new JsonObjectBuilder()
                                .with("at", close.at())
                                .with("from", close.from().name().toLowerCase(Locale.ROOT))
                                .with("code", (long) close.code())
                                .with("reason", close.reason())
                                .done()));
        return own.done();
    }
}
