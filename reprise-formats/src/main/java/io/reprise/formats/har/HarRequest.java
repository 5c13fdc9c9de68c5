package io.reprise.formats.har;

import io.reprise.core.content.ContentDecoder;
import io.reprise.core.content.Decoded;
import io.reprise.core.content.DecodingLimits;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.json.Json;
import io.reprise.formats.DocumentException;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@code request} of an entry (HAR 1.2, "request"). */
final class HarRequest {
    private static final Pattern OVER_HTTP = Pattern.compile("(?i)(https?|wss?)://.*", Pattern.DOTALL);
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String FORM_PLAIN = "*";

    private HarRequest() {}

    /**
     * The request.
     *
     * @param losses gets what it has not
     * @throws NotImportedException if it is no request to an API, or not all of it is in the file
     */
    static RecordedCall of(Json entry, HarArchive archive, HarWriter writer, List<Loss> losses) {
        Json request = entry.get("request").orElseThrow(() -> new DocumentException("it has no request"));
        String method = request.text("method");
        String url = request.text("url");
        if (!OVER_HTTP.matcher(url).matches() || method.equals("CONNECT")) {
            throw new NotImportedException("it is no request to a server over HTTP");
        }
        Headers headers = headers(request);
        if (writer != HarWriter.REPRISE
                && method.equals("OPTIONS")
                && headers.first("access-control-request-method").isPresent()) {
            throw new NotImportedException("it is a preflight of a browser, which Reprise answers itself");
        }
        if (writer == HarWriter.REPRISE) {
            RecordedCall call = new RecordedCall(method, url, headers, body(request, Headers.NONE, archive, losses));
            return OwnMembers.of(entry).path().map(call::withPath).orElse(call);
        }
        Bytes body = body(request, headers, archive, losses);
        return RecordedCall.inAnyCase(method, url, coding(headers, body), body);
    }

    /** Without the fields of HTTP/2 that are none in HTTP/1.1, such as {@code :path}. Chrome separates the values of equal names by line ends. */
    static Headers headers(Json message) {
        return new Headers(message.list("headers").stream()
                .filter(field -> !field.text("name").startsWith(":"))
                .flatMap(
                        field -> values(field.text("value")).map(value -> new Headers.Field(field.text("name"), value)))
                .toList());
    }

    private static Stream<String> values(String text) {
        return text.isEmpty() ? Stream.of("") : text.lines();
    }

    private static Bytes body(Json request, Headers headers, HarArchive archive, List<Loss> losses) {
        Json posted = request.get("postData").orElse(Json.NULL);
        Optional<HarBody> body =
                HarBody.of(posted, archive).filter(any -> !any.bytes().isEmpty());
        boolean isMultipart = posted.text("mimeType").toLowerCase(Locale.ROOT).startsWith("multipart/");
        long announced = announced(headers).orElse(HarNumbers.whole(request, "bodySize"));
        if (body.isPresent()) {
            boolean isWhole = announced <= body.get().bytes().size() || !isMultipart;
            if (!isWhole
                    || body.get().isReplaced()
                            && announced != body.get().bytes().size()) {
                throw new NotImportedException("not all of the body of its request is in the file");
            }
            return body.get().bytes();
        }
        List<Json> members = posted.list("params");
        if (!members.isEmpty()
                && posted.text("mimeType").toLowerCase(Locale.ROOT).startsWith(FORM)) {
            losses.add(new Loss("request.postData.text", "the file has none; the body is spelled from its params"));
            return Bytes.utf8(members.stream()
                    .map(member -> form(member.text("name")) + "=" + form(member.text("value")))
                    .collect(Collectors.joining("&")));
        }
        if (!members.isEmpty() || announced > 0) {
            throw new NotImportedException("the body of its request is not in the file");
        }
        return Bytes.EMPTY;
    }

    private static String form(String text) {
        return PercentEncoding.encode(text.getBytes(StandardCharsets.UTF_8), FORM_PLAIN);
    }

    private static Optional<Long> announced(Headers headers) {
        return headers.first("content-length")
                .filter(length -> length.matches("[0-9]{1,15}"))
                .map(Long::parseLong);
    }

    /** The headers without the coding that the body in the file has no more. */
    private static Headers coding(Headers headers, Bytes body) {
        boolean isPlain = ContentDecoder.isCoded(headers)
                && !(ContentDecoder.decode(headers, List.of(new Chunk(0, body)), DecodingLimits.REQUEST)
                        instanceof Decoded.Whole);
        return isPlain ? headers.without("content-encoding") : headers;
    }
}
