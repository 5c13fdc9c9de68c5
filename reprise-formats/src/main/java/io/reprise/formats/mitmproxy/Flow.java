package io.reprise.formats.mitmproxy;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketMessage;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.exchange.TestId;
import io.reprise.core.store.Recording;
import io.reprise.formats.Found;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.RecordedDay;
import io.reprise.formats.RecordedExchange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One flow: a request with its response, or a WebSocket conversation.
 *
 * @param state what mitmproxy keeps of it
 */
record Flow(Value state) {
    private static final int NOT_MODIFIED = 304;
    private static final double BINARY = 2;

    private Value request() {
        return state.get("request");
    }

    private Value response() {
        return state.get("response");
    }

    /** In seconds since 1970. */
    double begin() {
        return request().get("timestamp_start").number();
    }

    Found found(String origin, TestId test) {
        return Found.orReason(origin, () -> converted(origin, test));
    }

    private Found converted(String origin, TestId test) {
        String type = state.get("type").text();
        if (!request().isThere() || !type.isEmpty() && !type.equals("http")) {
            throw new NotImportedException("it is no flow of HTTP");
        }
        RecordedCall call = call();
        if (!response().isThere()) {
            throw new NotImportedException("there was no response");
        }
        int status = (int) response().get("status_code").number();
        Headers headers = headers(response());
        Optional<LocalDate> day = day();
        if (state.get("websocket").isThere()) {
            Exchange exchange =
                    Exchange.conversation(call.request(), headers.endToEnd(), conversation(), Ending.COMPLETE);
            return new Found.Converted(origin, new Recording(test, call.upstream(), 1, exchange, day), List.of());
        }
        if (status == NOT_MODIFIED) {
            throw new NotImportedException("its response is in the cache of the client: its status is 304");
        }
        if (state.get("error").isThere()) {
            throw new NotImportedException("the connection failed while its response arrived");
        }
        List<Loss> losses = new ArrayList<>();
        if (!response().get("trailers").items().isEmpty()) {
            losses.add(new Loss("response.trailers", "recordings have none"));
        }
        RecordedAnswer answer = new RecordedAnswer(status, headers, body(call.method(), status));
        Found found = new RecordedExchange(call, answer, day).found(origin, test, losses);
        return found instanceof Found.Converted converted ? converted.arrivedAt(millis()) : found;
    }

    private RecordedCall call() {
        String method = request().get("method").text();
        if (method.equals("CONNECT")) {
            throw new NotImportedException("it is no request to a server over HTTP");
        }
        Headers headers = headers(request());
        Bytes body = request()
                .get("content")
                .bytes()
                .orElseThrow(() -> new NotImportedException("the body of its request is not in the file"));
        String scheme = request().get("scheme").text();
        String url = scheme + "://" + authority(scheme, headers)
                + request().get("path").text();
        return new RecordedCall(method, url, headers, body);
    }

    /** As the client wrote it; the host of a flow may be an address. */
    private String authority(String scheme, Headers headers) {
        String said = request().get("authority").text();
        if (said.isEmpty()) {
            said = headers.first("host").orElse("");
        }
        if (!said.isEmpty()) {
            return said;
        }
        int port = (int) request().get("port").number();
        boolean isUsual = port == (scheme.equals("https") ? 443 : 80);
        return request().get("host").text() + (isUsual ? "" : ":" + port);
    }

    private static Headers headers(Value message) {
        return new Headers(message.get("headers").items().stream()
                .map(field -> new Headers.Field(
                        field.get(0).text(), field.get(1).text().strip()))
                .toList());
    }

    private Bytes body(String method, int status) {
        Optional<Bytes> content = response().get("content").bytes();
        if (content.isEmpty() && Response.mayHaveBody(method, status)) {
            throw new NotImportedException("its body is not in the file: mitmproxy passed it on as a stream");
        }
        return content.orElse(Bytes.EMPTY);
    }

    private Optional<LocalDate> day() {
        return begin() <= 0 ? Optional.empty() : RecordedDay.ofSeconds((long) begin());
    }

    /** From the request to the end of the response. */
    private long millis() {
        return millis(response().get("timestamp_end").number());
    }

    private long millis(double time) {
        return Math.max(0, Math.round(Math.min((time - begin()) * 1_000, Integer.MAX_VALUE)));
    }

    private SocketConversation conversation() {
        Value socket = state.get("websocket");
        List<SocketMessage> messages = new ArrayList<>();
        long at = 0;
        for (Value message : socket.get("messages").items()) {
            if (message.get(4).isTrue()) {
                continue; // a person has dropped it
            }
            at = Math.max(at, millis(message.get(3).number()));
            messages.add(new SocketMessage(
                    at,
                    message.get(1).isTrue() ? Sender.CLIENT : Sender.UPSTREAM,
                    message.get(0).number() == BINARY,
                    message.get(2).bytes().orElse(Bytes.EMPTY)));
        }
        return new SocketConversation(messages, close(socket, at));
    }

    private Optional<SocketConversation.Close> close(Value socket, long last) {
        int code = (int) socket.get("close_code").number();
        boolean isSent = SocketConversation.Close.isCode(code) && code != 1006;
        return isSent && socket.get("closed_by_client").isThere()
                ? Optional.of(new SocketConversation.Close(
                        Math.max(last, millis(socket.get("timestamp_end").number())),
                        socket.get("closed_by_client").isTrue() ? Sender.CLIENT : Sender.UPSTREAM,
                        code,
                        reason(socket)))
                : Optional.empty();
    }

    private static String reason(Value socket) {
        return socket.get("close_reason").bytes().flatMap(Bytes::decode).orElse("");
    }
}
