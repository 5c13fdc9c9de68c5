package io.reprise.server;

import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.redact.Canaries;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Requests with a credential at each place that a request has, in each spelling that the place allows. */
final class RequestPlaces {
    private static final String CHAT = "/v1/chat/completions";
    private static final String AUDIO = "/v1/audio/transcriptions";
    private static final String MULTIPART = "content-type: multipart/form-data; boundary=b\r\n";
    private static final List<String> HEADERS = List.of(
            "referer",
            "user-agent",
            "x-custom",
            "helicone-auth",
            "cookie",
            "baggage",
            "accept",
            "x-reprise-mode",
            "x-reprise-pace",
            "x-reprise-fault",
            "x-reprise-ask-again",
            "x-reprise-test",
            "x-reprise-token",
            "x-forwarded-for",
            "sec-websocket-protocol");

    private RequestPlaces() {}

    /** Puts a credential into a request, whose client uses the key {@code <own>}. */
    interface Place {
        String request(String canary);
    }

    /** @param prefix that names an upstream */
    static List<Place> all(String prefix, int maxBody) {
        List<Place> places = new ArrayList<>();
        inTarget(prefix, places);
        inBody(prefix, UnaryOperator.identity(), places);
        inBody(prefix, Canaries::escaped, places);
        places.add(inName(prefix, UnaryOperator.identity()));
        places.add(c -> post(prefix + AUDIO, MULTIPART, part("file", c, "a")));
        places.add(c -> post(prefix + AUDIO, MULTIPART, part(c, "a.txt", "a")));
        inHeader(prefix, places);
        places.add(c -> post(prefix + CHAT, "", "\"" + c + "x".repeat(maxBody) + "\""));
        return places;
    }

    /** In spellings in which only those are found that are in use. */
    static List<Place> ofKnown(String prefix) {
        List<Place> places = new ArrayList<>();
        inBody(prefix, Canaries::base64, places);
        places.add(inName(prefix, Canaries::base64));
        places.add(inName(prefix, Canaries::escaped));
        return places;
    }

    private static void inTarget(String prefix, List<Place> places) {
        for (UnaryOperator<String> spelled : List.<UnaryOperator<String>>of(
                text -> PercentEncoding.encode(text.getBytes(StandardCharsets.UTF_8), "+="),
                Canaries::percentEncoded)) {
            places.add(c -> post(prefix + "/v1/threads/" + spelled.apply(c) + "/messages", "", chat("a thread")));
            places.add(c ->
                    post(prefix + "/v1beta/models/" + spelled.apply(c) + ":generateContent", "", "{\"contents\":[]}"));
            places.add(c -> post(prefix + CHAT + "?note=" + spelled.apply(c), "", chat("a query")));
            places.add(c -> post(prefix + CHAT + "?" + spelled.apply(c) + "=1", "", chat("a name in a query")));
            places.add(c -> post(prefix + "/v1/models/list?key=" + spelled.apply(c), "", chat("a key " + c)));
            places.add(c -> post("/t/" + spelled.apply(c) + prefix + CHAT, "", chat("a test")));
            places.add(c -> post("/t/" + "x".repeat(190) + "." + spelled.apply(c) + prefix + CHAT, "", chat("a test")));
            places.add(c -> post("/u/" + spelled.apply(c) + CHAT, "", chat("an upstream")));
            places.add(c -> post("/t/" + spelled.apply(c), "", chat("no path")));
        }
        places.add(c ->
                post("http://user:" + Canaries.percentEncoded(c) + "@127.0.0.1" + prefix + CHAT, "", chat("a proxy")));
    }

    private static void inBody(String prefix, UnaryOperator<String> spelled, List<Place> places) {
        String tools =
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"CANARY\"}}],\"model\"";
        places.add(c -> post(prefix + CHAT, "", chat("tell me of " + spelled.apply(c) + " and its friends")));
        places.add(c -> post(prefix + CHAT, "", chat("x ".repeat(3_000) + spelled.apply(c) + " y".repeat(3_000))));
        places.add(c -> post(prefix + CHAT, "", chat("hi").replace("\"m\"", "\"" + spelled.apply(c) + "\"")));
        places.add(c ->
                post(prefix + CHAT, "", chat("hi").replace("\"model\"", tools.replace("CANARY", spelled.apply(c)))));
        places.add(c -> post(prefix + CHAT, "", "no JSON, " + spelled.apply(c)));
        places.add(c -> post(prefix + AUDIO, MULTIPART, part("file", "a.txt", spelled.apply(c))));
    }

    private static Place inName(String prefix, UnaryOperator<String> spelled) {
        return c ->
                post(prefix + CHAT, "", chat("hi").replace("\"model\"", "\"" + spelled.apply(c) + "\":1,\"model\""));
    }

    private static void inHeader(String prefix, List<Place> places) {
        for (String name : HEADERS) {
            places.add(c -> post(prefix + CHAT, name + ": " + c + "\r\n", chat("a header " + name)));
        }
        String data = "x-llamastack-provider-data: ";
        places.add(c -> post(prefix + CHAT, data + "{\"an_api_key\":\"" + c + "\"}\r\n", chat("data " + c)));
        places.add(c -> post(prefix + CHAT, data + "{\"__test_id\":\"" + c + "\"}\r\n", chat("data")));
        places.add(c -> request("GET", prefix + "/v1/files/f/content", "range: " + c + "=0-1\r\n", ""));
        places.add(c -> post(prefix + CHAT, "content-type: application/json; note=" + c + "\r\n", chat("a type")));
        places.add(c -> post(prefix + CHAT, "content-encoding: " + c + "\r\n", chat("a coding")));
        places.add(c -> post(prefix + CHAT, "origin: https://" + c + ".example\r\n", chat("an origin")));
    }

    /** With a key that the client itself uses. */
    static List<Place> ofOwn() {
        return List.of(
                c -> request(c, CHAT, "authorization: Bearer " + c + "\r\n", "{}"),
                c -> request(
                        "GET",
                        "/v1/files/" + c,
                        "proxy-authorization: Basic " + Canaries.base64("me:" + c) + "\r\n",
                        ""),
                c -> post(CHAT, "x-api-key: " + c + "\r\ncontent-length: 5x\r\n", chat(c)),
                c -> post(CHAT, "x-api-key: " + c + "\r\nbad name " + c + ": 1\r\n", chat(c)),
                c -> request("GET", "/__reprise/nothing/" + c + "?key=" + c, "", ""),
                c -> request("GET", "/__reprise/recordings?limit=" + c, "cookie: s=" + c + "\r\n", ""),
                c -> request("PUT", "/__reprise/faults?test=" + c, "cookie: s=" + c + "\r\n", "\"" + c + "\""),
                c -> request(
                        "POST", "/__reprise/faults", "cookie: s=" + c + "\r\n", "[\"status=500; model=" + c + "\"]"),
                c -> request("POST", "/__reprise/tests/start-over?test=" + c, "cookie: s=" + c + "\r\n", ""));
    }

    static String post(String target, String headers, String body) {
        return request("POST", target, headers, body);
    }

    static String request(String method, String target, String headers, String body) {
        boolean namesClient = headers.contains("authorization:") || headers.contains("api-key:");
        boolean namesType = headers.contains("content-type:");
        boolean namesLength = headers.contains("content-length:");
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return method + " " + target + " HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n" + headers
                + (namesClient ? "" : "authorization: Bearer <own>\r\n")
                + (namesType ? "" : "content-type: application/json\r\n")
                + (namesLength ? "" : "content-length: " + length + "\r\n")
                + "\r\n" + body;
    }

    static String chat(String prompt) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
    }

    private static String part(String name, String file, String content) {
        return "--b\r\ncontent-disposition: form-data; name=\"" + name + "\"; filename=\"" + file + "\"\r\n\r\n"
                + content + "\r\n--b--\r\n";
    }
}
