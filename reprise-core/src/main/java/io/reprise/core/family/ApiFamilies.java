package io.reprise.core.family;

import io.reprise.core.exchange.Request;
import java.util.List;

/** All API families that are known, the most specific first. A further one is one class and its line here. */
public final class ApiFamilies {
    private static final List<ApiFamily> ALL =
            List.of(OpenAiCompletions.CHAT, OpenAiCompletions.TEXT, new ModelList(), new GenericHttp());

    private ApiFamilies() {}

    /** The family of the request; generic HTTP where no other covers it. */
    public static ApiFamily of(Request request) {
        return ALL.stream()
                .filter(family -> family.covers(request.method(), request.path()))
                .findFirst()
                .orElseThrow();
    }
}
