package io.reprise.cli.verify;

import io.reprise.core.exchange.Headers;
import io.reprise.core.family.ApiFamily;
import io.reprise.server.upstream.Upstream;
import java.util.List;

/** The headers with which the request of a recording is sent: its own, those that its API needs, a key, and those of the user. */
public final class SentHeaders {
    private static final Headers USUAL = Headers.of("accept", "*/*", "user-agent", "reprise");

    private final Headers given;
    private final ApiKeys keys;

    /** @param given by the user, in the place of all others */
    public SentHeaders(Headers given, ApiKeys keys) {
        this.given = given;
        this.keys = keys;
    }

    /** Whether the user has given some, which are sent to each upstream. */
    public boolean hasGiven() {
        return !given.fields().isEmpty();
    }

    /** Those of an upstream's configuration are not among them; they take the place of all others when it is asked. */
    Headers of(Headers recorded, Upstream upstream, ApiFamily family) {
        Headers headers = with(USUAL, family.neededHeaders());
        headers = with(headers, recorded);
        if (!hasGivenKey(family)) {
            headers = with(
                    headers,
                    new Headers(keys.of(upstream, family).map(ApiKey::field).stream()
                            .toList()));
        }
        return with(headers, given);
    }

    private static Headers with(Headers headers, Headers others) {
        Headers all = headers.filter(field -> others.first(field.name()).isEmpty());
        for (Headers.Field field : others.fields()) {
            all = all.plus(field.name(), field.value());
        }
        return all;
    }

    private boolean hasGivenKey(ApiFamily family) {
        return given.fields().stream()
                .anyMatch(field -> family.keyPlaces().stream()
                        .anyMatch(place -> place.key(field).isPresent()));
    }

    /** Where the key comes from, for people, such as {@code EXAMPLE_API_KEY in the header 'authorization'}. */
    public String origin(Upstream upstream, ApiFamily family) {
        if (ApiKeys.hasOwn(upstream, family)) {
            return "the one in its 'headers' in reprise.yaml";
        }
        if (hasGivenKey(family)) {
            return "the one of --header";
        }
        return keys.of(upstream, family).map(ApiKey::toString).orElseGet(() -> "none; " + howToGive(upstream, family));
    }

    /** What to do where the upstream does not accept the key. */
    String remedy(Upstream upstream, ApiFamily family) {
        boolean isFixed = ApiKeys.hasOwn(upstream, family) || hasGivenKey(family);
        return isFixed
                ? "the key is wrong, or may not use this"
                : keys.of(upstream, family)
                        .map(key -> "the key of " + key.variable() + " is wrong, or may not use this")
                        .orElseGet(() -> "it got no key; " + howToGive(upstream, family));
    }

    private String howToGive(Upstream upstream, ApiFamily family) {
        List<String> variables = keys.variables(upstream, family);
        return (variables.isEmpty() ? "" : "set " + String.join(" or ", variables) + ", or ")
                + "give it with --header, or as 'headers' of the upstream in reprise.yaml";
    }
}
