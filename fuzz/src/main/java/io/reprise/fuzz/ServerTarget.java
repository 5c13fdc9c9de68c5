package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A server as its clients see it: each well-formed request is answered, none with status 500, and no bytes stop it from answering. */
final class ServerTarget implements FuzzTarget {
    /** What is sent. */
    enum Kind {
        /** Bytes as they are, with nothing after them. */
        RAW,
        /** One request with a target, headers and a body. */
        REQUEST,
        /** One request to the control API. */
        CONTROL
    }

    private static final Pattern TARGET = Pattern.compile("/[!-~]*");
    private static final Pattern VALUE = Pattern.compile("[ -~]*");

    /** Headers that say how the request itself is to be read. */
    private static final Set<String> FRAMING =
            Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade", "http2-settings");

    private final Kind kind;
    private final List<Bytes> seeds;
    private RunningServer[] server = {};

    ServerTarget(Kind kind, List<Bytes> seeds) {
        this.kind = kind;
        this.seeds = List.copyOf(seeds);
    }

    @Override
    public void check(Input input) throws IOException {
        if (server.length == 0) {
            server = new RunningServer[] {new RunningServer()};
        }
        if (kind == Kind.RAW) {
            int status = RunningServer.status(server[0].answerTo(input.bytes()));
            Expect.that(status != 500, "the server does not fail");
        } else {
            request(input);
        }
        String health = server[0].answerTo("GET", "/__reprise/health", "", Bytes.EMPTY);
        Expect.that(RunningServer.status(health) == 200, "the server goes on: " + health);
    }

    private void request(Input input) throws IOException {
        List<Bytes> parts = input.parts(3);
        String line = parts.get(0).toString();
        int space = line.indexOf(' ');
        String method = space < 0 ? "POST" : line.substring(0, space);
        String target = (kind == Kind.CONTROL ? "/__reprise/" : "") + line.substring(space + 1);
        String headers = headers(parts.get(1).toString());
        boolean isSent = TARGET.matcher(target).matches()
                && method.chars().allMatch(c -> c >= 'A' && c <= 'Z')
                && !method.isEmpty()
                && !headers.contains("x-reprise-");
        if (!isSent) {
            return;
        }
        String answer = server[0].answerTo(method, target, headers, parts.get(2));
        int status = RunningServer.status(answer);
        Expect.that(status >= 200 && status != 500 && status != 502, "the answer is one: " + answer);
        int body = answer.indexOf("\r\n\r\n");
        boolean isJson = kind == Kind.CONTROL && !method.equals("HEAD") && body + 4 < answer.length();
        Expect.that(
                !isJson
                        || !answer.contains("content-type: application/json")
                        || Json.tryParse(answer.substring(body + 4)).isPresent(),
                "the control API answers JSON: " + answer);
    }

    private static String headers(String lines) {
        StringBuilder text = new StringBuilder();
        for (Headers.Field field : Input.headers(lines).fields()) {
            if (!FRAMING.contains(field.name()) && VALUE.matcher(field.value()).matches()) {
                text.append(field.name()).append(": ").append(field.value()).append("\r\n");
            }
        }
        return text.toString();
    }

    @Override
    public List<Bytes> seeds() {
        return seeds;
    }

    @Override
    public boolean readsRealTraffic() {
        return false;
    }
}
