package io.reprise.core.redact;

import io.reprise.core.content.Coded;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.stream.StreamFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Places in an exchange where a credential may be. */
final class PlantedCredentials {
    static final Response OK = Response.whole(200, "application/json", Bytes.utf8("{\"ok\":true}"));
    private static final String JSON = "application/json";

    private PlantedCredentials() {}

    /** Makes exchanges with a text in them, by names of places. */
    static Map<String, Function<String, Exchange>> places() {
        Map<String, Function<String, Exchange>> places = new LinkedHashMap<>();
        texts().forEach((name, text) -> places.put(name, secret -> prompt(text.apply(secret))));
        bodies().forEach((name, body) -> places.put(name, body.andThen(request -> new Exchange(request, OK))));
        answers()
                .forEach((name, answer) -> places.put(
                        name, answer.andThen(response -> new Exchange(Request.post("/v1/x", "{}"), response))));
        return places;
    }

    /** A text within the prompt of a chat. */
    private static Map<String, Function<String, String>> texts() {
        Map<String, Function<String, String>> texts = new LinkedHashMap<>();
        texts.put("sentence", secret -> "Please use " + secret + " for it.");
        texts.put("line", secret -> "The key:\n" + secret + "\nThanks");
        texts.put("tab", secret -> "a\t" + secret + "\tb");
        texts.put("code fence", secret -> "```sh\n" + secret + "\n```");
        texts.put("inline code", secret -> "it is `" + secret + "`");
        texts.put("emphasis", secret -> "it is **" + secret + "**");
        texts.put("CJK", secret -> "密钥是" + secret + "。好的");
        texts.put("brackets", secret -> "(" + secret + "), [" + secret + "]");
        texts.put("YAML", secret -> "config:\n  value: " + secret + "\n  b: 1");
        texts.put("env line", secret -> isNamed(secret) ? secret : "SERVICE_CREDENTIAL=" + secret);
        texts.put("shell export", secret -> "export " + (isNamed(secret) ? secret : "X='" + secret + "'"));
        texts.put("curl", secret -> "curl https://a.example/v1 -H \"X-Custom: " + secret + "\" -d '{}'");
        texts.put("XML", secret -> "<config><entry>" + secret + "</entry></config>");
        texts.put("HTML entities", secret -> entities(secret));
        texts.put("colored", secret -> "\u001b[32m" + secret + "\u001b[0m");
        texts.put("quoted-printable", PlantedCredentials::quotedPrintable);
        texts.put("URL", secret -> "https://a.example/x?q=" + encoded(secret) + "&b=1");
        texts.put("escaped", secret -> "{\"a\":\"" + escaped(secret) + "\"}");
        texts.put("base64", secret -> base64("the value is " + secret + " ok"));
        texts.put(
                "base64 in lines",
                secret -> Base64.getMimeEncoder()
                        .encodeToString(utf8("a long text before it, and then " + secret + " and after")));
        texts.put(
                "URL-safe base64",
                secret -> Base64.getUrlEncoder().withoutPadding().encodeToString(utf8("{\"k\":\"" + secret + "\"}")));
        texts.put("base64 in base64", secret -> base64(base64("{\"k\":\"" + secret + "\"}")));
        texts.put("gzip in base64", secret -> base64(Coded.gzip(utf8(secret))));
        texts.put("zlib in base64", secret -> base64(deflated(secret, false)));
        texts.put("data URL", secret -> "data:text/plain;base64," + base64("key " + secret));
        texts.put("JSON in JSON", secret -> nested(secret, 1));
        texts.put("JSON in JSON in JSON", secret -> nested(secret, 2));
        texts.put("JSON six levels deep", secret -> nested(secret, 6));
        return texts;
    }

    private static Map<String, Function<String, Request>> bodies() {
        Map<String, Function<String, Request>> bodies = new LinkedHashMap<>();
        bodies.put("query", secret -> new Request("GET", "/v1/x", query(secret), Headers.NONE, Bytes.EMPTY));
        bodies.put("path", secret -> Request.get("/v1/" + encoded(secret) + "/x"));
        bodies.put("header", secret -> new Request("GET", "/v1/x", "", Headers.of("x-note", secret), Bytes.EMPTY));
        bodies.put(
                "form with spaces as plus signs",
                secret -> request(
                        "application/x-www-form-urlencoded",
                        Bytes.utf8("a=1&b=" + encoded("it is " + secret).replace("%20", "+"))));
        bodies.put(
                "form", secret -> request("application/x-www-form-urlencoded", Bytes.utf8("a=1&b=" + encoded(secret))));
        bodies.put("multipart", secret -> multipart("text/plain", Bytes.utf8("x " + secret + " y"), ""));
        bodies.put("multipart in gzip", secret -> multipart("application/gzip", Coded.gzip(utf8("x " + secret)), ""));
        bodies.put(
                "multipart in base64",
                secret -> multipart(
                        "text/plain", Bytes.utf8(base64("x " + secret)), "Content-Transfer-Encoding: base64\r\n"));
        bodies.put("UTF-16LE", secret -> wide(secret, StandardCharsets.UTF_16LE));
        bodies.put("UTF-16BE", secret -> wide(secret, StandardCharsets.UTF_16BE));
        bodies.put("UTF-16 with mark", secret -> wide(secret, StandardCharsets.UTF_16));
        bodies.put("ZIP", secret -> request("application/zip", zip(secret)));
        bodies.put("zlib", secret -> request("application/octet-stream", deflated(secret, false)));
        bodies.put("deflate without a header", secret -> request("application/octet-stream", deflated(secret, true)));
        bodies.put(
                "br without a header",
                secret -> request("application/octet-stream", Coded.br(utf8("some text around " + secret))));
        bodies.put("zstd", secret -> request("application/octet-stream", Coded.zstd(utf8(secret))));
        bodies.put(
                "NDJSON",
                secret -> request("application/x-ndjson", Bytes.utf8("{\"a\":1}\n{\"b\":" + quoted(secret) + "}\n")));
        return bodies;
    }

    private static Map<String, Function<String, Response>> answers() {
        Map<String, Function<String, Response>> answers = new LinkedHashMap<>();
        answers.put(
                "answer",
                secret -> Response.whole(200, JSON, Bytes.utf8("{\"text\":" + quoted("it is " + secret) + "}")));
        answers.put("tool arguments in deltas", secret -> deltas(nested(secret, 1), 5));
        answers.put("deltas of one character", secret -> deltas("it is " + secret + " .", 1));
        answers.put("base64 in deltas", secret -> deltas(base64("it is " + secret + " ."), 7));
        return answers;
    }

    /** An event stream whose texts are pieces of {@code text}. */
    static Response deltas(String text, int size) {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < text.length(); i += size) {
            pieces.add(text.substring(i, Math.min(text.length(), i + size)));
        }
        return deltas(pieces);
    }

    static Response deltas(List<String> pieces) {
        List<Chunk> chunks = new ArrayList<>();
        for (String piece : pieces) {
            chunks.add(Chunk.of(
                    0, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":" + quoted(piece) + "}}]}\n\n"));
        }
        return new Response(200, Headers.NONE, StreamFormats.SSE, chunks, Ending.COMPLETE);
    }

    static Exchange prompt(String text) {
        return new Exchange(
                Request.post(
                        "/v1/chat/completions",
                        "{\"messages\":[{\"role\":\"user\",\"content\":" + quoted(text) + "}]}"),
                OK);
    }

    private static boolean isNamed(String secret) {
        return secret.matches("[A-Za-z_]{4,40}=.*");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String query(String secret) {
        return isNamed(secret) ? "a=1&" + secret : "a=1&b=" + encoded(secret);
    }

    private static String nested(String secret, int depth) {
        String text = "{\"value\":" + quoted(secret) + "}";
        for (int i = 1; i < depth; i++) {
            text = "{\"arguments\":" + quoted(text) + "}";
        }
        return text;
    }

    static String quoted(String text) {
        return new Json.JsonString(text).write(Layout.COMPACT);
    }

    private static String entities(String text) {
        StringBuilder all = new StringBuilder("<p>");
        text.chars()
                .forEach(c ->
                        all.append(Character.isLetterOrDigit(c) && c % 3 > 0 ? Character.toString(c) : "&#" + c + ";"));
        return all.append("</p>").toString();
    }

    private static String escaped(String text) {
        StringBuilder all = new StringBuilder();
        text.chars()
                .forEach(c -> all.append(
                        c % 2 == 0 ? Character.toString(c) : String.format(java.util.Locale.ROOT, "\\u%04x", c)));
        return all.toString();
    }

    private static String quotedPrintable(String text) {
        StringBuilder all = new StringBuilder("Subject: it\r\n\r\n");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            all.append(i % 20 == 19 ? "=\r\n" : "").append(c == '=' ? "=3D" : Character.toString(c));
        }
        return all.append("\r\n").toString();
    }

    private static Request multipart(String type, Bytes content, String header) {
        Bytes head = Bytes.utf8("--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\nContent-Type: "
                + type + "\r\n" + header + "\r\n");
        return request(
                "multipart/form-data; boundary=B", Bytes.concat(List.of(head, content, Bytes.utf8("\r\n--B--\r\n"))));
    }

    private static Request wide(String secret, Charset charset) {
        return request("text/plain", Bytes.owning(("the value is " + secret + " here").getBytes(charset)));
    }

    private static Request request(String type, Bytes body) {
        return new Request("POST", "/v1/files", "", Headers.of("content-type", type), body);
    }

    private static Bytes deflated(String text, boolean isBare) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, isBare);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(utf8("a text before " + text));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        deflater.end();
        return Bytes.owning(bytes.toByteArray());
    }

    private static Bytes zip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("a.txt"));
            out.write(utf8("a text before " + text));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.owning(bytes.toByteArray());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(utf8(text));
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }
}
