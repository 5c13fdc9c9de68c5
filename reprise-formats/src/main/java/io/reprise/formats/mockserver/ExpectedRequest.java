package io.reprise.formats.mockserver;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.json.Json;
import io.reprise.formats.Loss;
import io.reprise.formats.NotImportedException;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.Stubs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The one request that an expectation describes, if it describes one. */
final class ExpectedRequest {
    /** A path is a regular expression; a full stop alone is taken for itself. */
    private static final Pattern EXPRESSION = Pattern.compile("[*+?\\[\\](){}|^$\\\\]|\\.\\*");

    /** Of letters and the like; {@code !GET} is any other method. */
    private static final Pattern METHOD = Pattern.compile("[A-Za-z0-9_-]+");

    private static final Pattern EXPRESSION_OF_VALUE = Pattern.compile("\\.[*+?]|\\[|\\\\|^!");

    /** What clients send by themselves. */
    private static final Pattern USUAL_HEADER = Pattern.compile(
            "(?i)user-agent|host|content-.*|connection|accept.*|sec-.*|transfer-encoding|cache-control|authorization|pragma|x-stainless-.*");

    private ExpectedRequest() {}

    /**
     * The request.
     *
     * @param losses gets what else the expectation says about requests
     * @throws NotImportedException if the expectation answers more than one request
     */
    static RecordedCall of(Json expectation, List<Loss> losses) {
        Json request = expectation.get("httpRequest").orElse(Json.NULL);
        boolean isSocket = expectation.get(ExpectedSocket.ACTION).isPresent();
        String method = isSocket && request.get("method").isEmpty() ? "GET" : request.text("method");
        if (request.get("specUrlOrPayload").isPresent()) {
            throw new NotImportedException("it answers what an OpenAPI description allows");
        }
        if (method.isEmpty() || Stubs.isTrue(request, "not")) {
            throw new NotImportedException("it answers requests with any method");
        }
        if (!METHOD.matcher(method).matches()) {
            throw new NotImportedException("its 'method' fits more than one method");
        }
        String path = request.text("path");
        if (path.isEmpty() || path.startsWith("!") || EXPRESSION.matcher(path).find()) {
            throw new NotImportedException("its 'path' fits more than one path");
        }
        Json fields = request.get("headers").orElse(Json.NULL);
        Headers headers = Named.headers(Named.exact(fields));
        boolean isCompared = !Named.isExact(fields)
                || headers.fields().stream()
                        .anyMatch(field -> !USUAL_HEADER.matcher(field.name()).matches());
        Json cookies = request.get("cookies").orElse(Json.NULL);
        if (isCompared || !Named.isExact(cookies) || !Named.in(cookies).isEmpty()) {
            losses.add(new Loss("httpRequest.headers", "headers and cookies do not decide which recording answers"));
        }
        List<String> members = members(request);
        String url = path + (members.isEmpty() ? "" : "?" + String.join("&", members));
        return RecordedCall.inAnyCase(method, url, headers, body(request, method, headers, losses));
    }

    private static List<String> members(Json request) {
        List<String> members = new ArrayList<>();
        Json query = request.get("queryStringParameters").orElse(Json.NULL);
        boolean isExact = Named.isExact(query)
                && Named.in(query).stream()
                        .noneMatch(field ->
                                EXPRESSION_OF_VALUE.matcher(field.value()).find());
        if (!isExact) {
            throw new NotImportedException("its 'queryStringParameters' fit more than one query");
        }
        for (Named field : Named.in(query)) {
            members.add(encoded(field.name()) + "=" + encoded(field.value()));
        }
        return members;
    }

    private static String encoded(String text) {
        return PercentEncoding.encode(text.getBytes(StandardCharsets.UTF_8), "");
    }

    private static Bytes body(Json request, String method, Headers headers, List<Loss> losses) {
        if (request.get("body").isEmpty()) {
            if (Stubs.isWithBody(method) && headers.first("host").isEmpty()) {
                throw new NotImportedException("it answers requests with any body");
            }
            return Bytes.EMPTY;
        }
        Json matcher = request.get("body").orElse(Json.NULL);
        ExpectedBody body = ExpectedBody.of(matcher);
        Bytes bytes = body.bytes()
                .filter(any -> !any.toString().contains("${json-unit"))
                .orElseThrow(() ->
                        new NotImportedException("its body, of the type " + body.type() + ", fits more than one body"));
        boolean isLenient = body.type().equals("JSON")
                && !body.isRecorded()
                && !matcher.text("matchType").equals("STRICT");
        if (isLenient) {
            losses.add(new Loss(
                    "httpRequest.body.matchType",
                    "the recording answers exactly this body; rules in reprise.yaml leave members out"));
        }
        return bytes;
    }
}
