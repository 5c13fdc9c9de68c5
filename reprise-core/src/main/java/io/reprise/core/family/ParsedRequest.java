package io.reprise.core.family;

import io.reprise.core.exchange.Request;
import io.reprise.core.json.Json;
import java.util.Optional;

/**
 * A request with its parsed parts. Only this class parses the body of a request. Each part is computed once, when it is
 * first needed. Safe for use by several threads.
 */
public final class ParsedRequest {
    private final Request request;
    private final ApiFamily family;
    private final Lazy<Optional<Json>> json;
    private final Lazy<Optional<String>> model;
    private final Lazy<String> title;

    private ParsedRequest(Request request, ApiFamily family, Lazy<Optional<Json>> json) {
        this.request = request;
        this.family = family;
        this.json = json;
        this.model = new Lazy<>(() -> family.model(this));
        this.title = new Lazy<>(() -> family.title(this));
    }

    public static ParsedRequest of(Request request, ApiFamily family) {
        return new ParsedRequest(request, family, new Lazy<>(() -> Json.tryParse(request.body())));
    }

    /** A request whose body is the text of {@code json}, so that it need not be parsed. */
    public static ParsedRequest of(Request request, ApiFamily family, Json json) {
        Optional<Json> known = Optional.of(json);
        return new ParsedRequest(request, family, new Lazy<>(() -> known));
    }

    /**
     * The parsed request of {@code changed}, which is of the same family. The parsed body is kept if the body is the
     * same.
     */
    public ParsedRequest with(Request changed) {
        if (changed == request) {
            return this;
        }
        return changed.body() == request.body()
                ? new ParsedRequest(changed, family, json)
                : ParsedRequest.of(changed, family);
    }

    public Request request() {
        return request;
    }

    /** The JSON value of the body; empty if the body is not valid JSON in UTF-8, with any content type. */
    public Optional<Json> json() {
        return json.value();
    }

    public ApiFamily family() {
        return family;
    }

    /** The model that the request names, if any. */
    public Optional<String> model() {
        return model.value();
    }

    /** At most eight words that describe the question for people; may be empty. */
    public String title() {
        return title.value();
    }

    /**
     * Forgets the value of the body, which takes several times the memory of its text. Call it for requests that are
     * kept after they were answered. If the value is needed again, the body is parsed again. Model and title are not
     * forgotten.
     */
    public void release() {
        model.value();
        title.value();
        json.release();
    }
}
