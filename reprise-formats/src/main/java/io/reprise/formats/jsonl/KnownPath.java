package io.reprise.formats.jsonl;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Where a body was sent to, which is known if the API family of one path finds messages in the answer.
 *
 * @param path of an API
 * @param member that each request to it has
 */
record KnownPath(String path, String member) {
    private static final List<KnownPath> ALL = List.of(
            new KnownPath("/v1/chat/completions", "messages"),
            new KnownPath("/v1/messages", "messages"),
            new KnownPath("/v1/responses", "input"),
            new KnownPath("/v1/embeddings", "input"),
            new KnownPath("/v1/moderations", "input"),
            new KnownPath("/v1/completions", "prompt"),
            new KnownPath("/v1/images/generations", "prompt"),
            new KnownPath("/v1/complete", "prompt"),
            new KnownPath("/api/chat", "messages"),
            new KnownPath("/api/generate", "prompt"),
            new KnownPath("/api/embed", "input"));

    /** The path; empty if no API fits, or several do. An answer without words is told by the tokens that were used. */
    static Optional<String> of(LoggedBody asked, LoggedAnswer answered) {
        Json body = asked.json();
        List<KnownPath> possible =
                ALL.stream().filter(known -> body.get(known.member).isPresent()).toList();
        return only(possible, known -> known.fits(asked.bytes(), answered, KnownPath::hasMessages))
                .or(() -> only(possible, known -> known.fits(asked.bytes(), answered, KnownPath::hasUsage)));
    }

    private static Optional<String> only(List<KnownPath> possible, Predicate<KnownPath> isFitting) {
        List<KnownPath> fitting = possible.stream().filter(isFitting).toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0).path) : Optional.empty();
    }

    private boolean fits(Bytes body, LoggedAnswer answered, BiPredicate<ApiFamily, ParsedResponse> isKnown) {
        Request request = new Request("POST", path, "", Headers.NONE, body);
        Response response =
                answered.answerTo(request, new ArrayList<>()).to(request).response();
        return isKnown.test(ApiFamilies.of(request), new ParsedResponse(response));
    }

    private static boolean hasMessages(ApiFamily family, ParsedResponse response) {
        return !family.answered(response).isEmpty();
    }

    private static boolean hasUsage(ApiFamily family, ParsedResponse response) {
        return family.usage(response).isPresent();
    }
}
