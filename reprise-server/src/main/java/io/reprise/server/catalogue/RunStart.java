package io.reprise.server.catalogue;

import io.reprise.core.json.Json;
import io.reprise.core.plan.Mode;
import io.reprise.core.replay.fault.FaultRule;
import io.reprise.core.replay.pace.PaceRule;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.RequestBody;
import io.reprise.server.control.WrongRequestException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a run of a test is started with.
 *
 * @param mode empty for that of the server
 * @param faults rules of this test only
 * @param paces rules of this test only
 * @param aloneMs how long to wait until no other server records the test, in milliseconds; 0 for not at all
 */
record RunStart(Optional<Mode> mode, List<FaultRule> faults, List<PaceRule> paces, int aloneMs) {
    private static final Set<String> MEMBERS = Set.of("mode", "faults", "pace", "alone_ms");
    private static final int LONGEST_WAIT_MS = 600_000;

    /** @throws WrongRequestException if the body says what cannot be done */
    static RunStart of(ControlRequest request, boolean hasUpstream) {
        if (request.body().isEmpty()) {
            return new RunStart(Optional.empty(), List.of(), List.of(), 0);
        }
        RequestBody body = RequestBody.of(request.body(), MEMBERS);
        try {
            Optional<Mode> mode = body.text("mode").map(Mode::parse);
            if (mode.isPresent() && mode.get() != Mode.REPLAY && !hasUpstream) {
                throw new WrongRequestException("the mode '" + mode.get()
                        + "' asks an upstream, and this server knows none; give it one with --upstream");
            }
            return new RunStart(
                    mode,
                    rules(body, "faults", FaultRule::parse),
                    rules(body, "pace", PaceRule::parse),
                    body.number("alone_ms", 0, LONGEST_WAIT_MS).orElse(0));
        } catch (IllegalArgumentException wrong) {
            throw new WrongRequestException(String.valueOf(wrong.getMessage()));
        }
    }

    private static <T> List<T> rules(RequestBody body, String name, Function<String, T> parse) {
        return body
                .member(name)
                .map(value -> value instanceof Json.JsonString ? List.of(value) : texts(value, name))
                .orElse(List.of())
                .stream()
                .map(rule -> rule.string()
                        .orElseThrow(() -> new WrongRequestException("each of '" + name + "' must be a string")))
                .map(parse)
                .toList();
    }

    private static List<Json> texts(Json value, String name) {
        if (value instanceof Json.JsonArray) {
            return value.items();
        }
        throw new WrongRequestException("the member '" + name + "' must be a string or an array of strings");
    }
}
