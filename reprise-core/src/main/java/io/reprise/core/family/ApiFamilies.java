package io.reprise.core.family;

import io.reprise.core.content.DecodedRequest;
import io.reprise.core.exchange.Request;
import io.reprise.core.json.Json;
import java.util.List;

/** All known API families, the most specific first. A new family needs one class and a line here. */
public final class ApiFamilies {
    private static final List<ApiFamily> ALL =
            List.of(OpenAiCompletions.CHAT, OpenAiCompletions.TEXT, new ModelList(), new GenericHttp());

    private ApiFamilies() {}

    /** The request without content codings, to be parsed by what its family knows. Where it has codings, this takes long. */
    public static ParsedRequest parse(Request request) {
        Request decoded = DecodedRequest.of(request).request();
        return ParsedRequest.of(decoded, of(decoded));
    }

    /** As {@link #parse(Request)}, for a request whose body was written as the text of {@code json}. */
    public static ParsedRequest parse(Request request, Json json) {
        return ParsedRequest.of(request, of(request), json);
    }

    /** The family of the request; generic HTTP if no other covers it. */
    public static ApiFamily of(Request request) {
        return ALL.stream()
                .filter(family -> family.covers(request.method(), request.path()))
                .findFirst()
                .orElseThrow();
    }
}
