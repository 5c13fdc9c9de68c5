package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.key.KeyRules;
import io.reprise.server.request.IncomingRequest;
import io.reprise.server.routing.RequestRouting;
import io.reprise.server.routing.RoutedRequest;
import java.util.List;
import java.util.Optional;

/** What a request says to Reprise: none of it goes on to an upstream, and its key is the same with any prefix. */
final class RoutingTarget implements FuzzTarget {
    @Override
    public void check(Input input) {
        Request sent = Input.request(input.parts(3));
        String target = sent.path() + (sent.query().isEmpty() ? "" : "?" + sent.query());
        if (!target.startsWith("/")) { // the listener refuses it
            return;
        }
        Optional<RoutedRequest> routed = read(sent, target);
        routed.ifPresent(request -> {
            Expect.that(
                    request.request().headers().fields().stream()
                            .noneMatch(field -> field.name().startsWith("x-reprise-")),
                    "no header for Reprise goes on");
            Expect.that(
                    !request.request().path().startsWith("/t/")
                            && !request.request().path().startsWith("/u/"),
                    "no prefix goes on");
            Expect.that(target.startsWith(request.prefix().all()), "the prefix is as it was sent");
            Expect.that(request.test().name().length() <= TestId.MAX_LENGTH, "test ids are short");
            read(sent, "/t/other/u/vllm" + target)
                    .ifPresent(other -> Expect.same(key(other), key(request), "the key behind another prefix"));
        });
    }

    private static Optional<RoutedRequest> read(Request sent, String target) {
        return Expect.orRefusal(
                IllegalArgumentException.class,
                () -> RequestRouting.read(new IncomingRequest(sent.method(), target, sent.headers(), sent.body())));
    }

    private static String key(RoutedRequest routed) {
        return KeyRules.NONE.question(routed.request(), TestId.NONE).key().toString();
    }

    @Override
    public List<Bytes> seeds() {
        return List.of(
                Input.joined(
                        "POST /t/tests%2Fa.py::b/u/vllm/v1/chat/completions?x=y",
                        "X-Reprise-Mode: replay\nX-Reprise-Pace: x2", "{}"),
                Input.joined(
                        "GET /__reprise/root/v1/models",
                        "X-LlamaStack-Provider-Data: {\"__test_id\":\"a\",\"k\":\"v\"}\nX-Reprise-Fault: status=429",
                        "{}"),
                Input.joined(
                        "GET /v1/models",
                        "X-OGX-Provider-Data: " + "[".repeat(20_000) + "\nx-reprise-test: \u00e9",
                        "{}"),
                Input.joined("GET /t/%ff/x", "upgrade: websocket\nconnection: upgrade, x-reprise-a", "{}"),
                Input.joined("GET /t/a/t/b/u/c", "x-stainless-retry-count: 1\nX-Reprise-Ask-Again: true", "{}"));
    }

    @Override
    public boolean readsRealTraffic() {
        return false;
    }
}
