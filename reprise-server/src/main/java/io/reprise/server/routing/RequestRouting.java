package io.reprise.server.routing;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Headers.Field;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.TestNamingHeaders;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.plan.Mode;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.pace.Pace;
import io.reprise.server.request.IncomingRequest;
import io.reprise.server.websocket.Handshake;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Separates what a request says to Reprise from what it says to the upstream. */
public final class RequestRouting {
    private static final String TEST_MEMBER = "__test_id";

    private final List<Field> passedOn = new ArrayList<>();
    private String path;
    private PathPrefix prefix = PathPrefix.NONE;
    private Optional<String> testOfPath = Optional.empty();
    private Optional<String> testOfProviderData = Optional.empty();
    private Optional<String> upstream = Optional.empty();

    private RequestRouting(String path) {
        this.path = path;
    }

    /**
     * Reads a request as it came.
     *
     * @throws IllegalArgumentException if a prefix or header that is meant for Reprise cannot be understood
     */
    public static RoutedRequest read(IncomingRequest incoming) {
        String uri = incoming.target();
        Headers headers = incoming.headers();
        int mark = uri.indexOf('?');
        RequestRouting routing = new RequestRouting(mark < 0 ? uri : uri.substring(0, mark));
        routing.takePrefixes();
        Handshake.endToEnd(headers).fields().forEach(routing::take);
        Optional<String> test = headers.first(OurHeaders.TEST)
                .map(RequestRouting::headerText)
                .map(RequestRouting::named)
                .or(() -> routing.testOfPath)
                .or(() -> routing.testOfProviderData);
        String query = mark < 0 ? "" : uri.substring(mark + 1);
        Headers kept = new Headers(routing.passedOn);
        return new RoutedRequest(
                new Request(incoming.method(), routing.path, query, kept, incoming.body()),
                test.map(TestId::new).orElse(TestId.NONE),
                new Overrides(
                        routing.upstream,
                        headers.first(OurHeaders.MODE).map(Mode::parse),
                        headers.first(OurHeaders.PACE).map(Pace::parse),
                        fault(headers),
                        headers.first(OurHeaders.ASK_AGAIN).map(RequestRouting::isTrue)),
                isRetry(headers),
                routing.prefix,
                incoming.asksForWebSocket() ? Optional.of(Handshake.of(headers)) : Optional.empty(),
                false);
    }

    /** A header without a value is a variable that is not set more often than a wish for no test. */
    private static String named(String test) {
        if (test.isBlank()) {
            throw new IllegalArgumentException(
                    "the header X-Reprise-Test has no value; give it the id of a test, or leave it out");
        }
        return test;
    }

    /** Several fields are one, as if their values stood in one. */
    private static Optional<FaultRule> fault(Headers headers) {
        List<String> texts = headers.fields().stream()
                .filter(field -> field.name().equals(OurHeaders.FAULT))
                .map(field -> headerText(field.value()))
                .toList();
        return texts.isEmpty() ? Optional.empty() : Optional.of(FaultRule.parse(String.join("; ", texts)));
    }

    private void takePrefixes() {
        while (path.startsWith("/t/") || path.startsWith("/u/")) {
            int end = path.indexOf('/', 3);
            if (end < 0) {
                throw new IllegalArgumentException("the path ends after " + Quoted.of(path)
                        + "; a base URL looks like /t/<test>/v1 or /u/<upstream>/v1");
            }
            if (end == 3) {
                throw new IllegalArgumentException("the path has an empty name after " + Quoted.of(path.substring(0, 3))
                        + "; a base URL looks like /t/<test>/v1 or /u/<upstream>/v1");
            }
            String name = decode(path.substring(3, end));
            prefix = prefix.plus(path.substring(0, end), path.charAt(1) == 't');
            if (path.charAt(1) == 't') {
                testOfPath = Optional.of(name);
            } else {
                upstream = Optional.of(name);
            }
            path = path.substring(end);
        }
        testOfPath.ifPresent(test -> SplitTestId.refuse(test, path));
        if (path.startsWith(PathPrefix.ROOT + "/")) {
            prefix = prefix.fromRoot();
            path = path.substring(PathPrefix.ROOT.length());
        }
    }

    private void take(Field field) {
        if (TestNamingHeaders.NAMES.contains(field.name())) {
            takeProviderData(field);
        } else if (OurHeaders.has(field.name())) {
            OurHeaders.requireKnown(field.name());
        } else {
            passedOn.add(field);
        }
    }

    /** Takes the test id out of the provider data; the rest of it is the upstream's business. */
    private void takeProviderData(Field field) {
        Optional<Json> parsed = Json.tryParse(headerText(field.value()));
        if (parsed.isEmpty()) {
            passedOn.add(field);
            return;
        }
        Json data = parsed.get();
        testOfProviderData = data.get(TEST_MEMBER).flatMap(Json::string).or(() -> testOfProviderData);
        List<Json.Member> rest = data.members().stream()
                .filter(member -> !member.name().equals(TEST_MEMBER))
                .toList();
        if (rest.size() == data.members().size()) {
            passedOn.add(field);
        } else if (!rest.isEmpty()) {
            passedOn.add(new Field(field.name(), new Json.JsonObject(rest).write(Layout.COMPACT)));
        }
    }

    private static boolean isTrue(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException(
                        Quoted.of(text) + " in the header X-Reprise-Ask-Again is neither true nor false");
        };
    }

    private static boolean isRetry(Headers headers) {
        return headers.first("x-stainless-retry-count")
                .filter(count -> !count.isBlank() && !count.strip().equals("0"))
                .isPresent();
    }

    /** Header values come as Latin-1; a test id that was sent as UTF-8 is read as such. */
    private static String headerText(String value) {
        boolean isLatin1 = value.chars().allMatch(c -> c < 0x100);
        return isLatin1
                ? Bytes.owning(value.getBytes(StandardCharsets.ISO_8859_1))
                        .decode()
                        .orElse(value)
                : value;
    }

    private static String decode(String encoded) {
        return PercentEncoding.decodeStrictly(encoded)
                .orElseThrow(() ->
                        new IllegalArgumentException(Quoted.of(encoded) + " in the path is not percent-encoded UTF-8"));
    }
}
