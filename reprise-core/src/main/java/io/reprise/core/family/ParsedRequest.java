package io.reprise.core.family;

import io.reprise.core.exchange.Request;
import io.reprise.core.json.Json;
import java.util.Optional;

/**
 * A request and what is known of it: the one place where the body of a request is parsed. Each part is computed when it is
 * first asked for, and once. Safe for use by several threads.
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
        return new ParsedRequest(request, family, new Lazy<>(() -> JsonPayloads.parse(request.body())));
    }

    /** A request whose body was written as the text of {@code json}, and need not be parsed therefore. */
    public static ParsedRequest of(Request request, ApiFamily family, Json json) {
        Optional<Json> known = Optional.of(json);
        return new ParsedRequest(request, family, new Lazy<>(() -> known));
    }

    /**
     * This request as {@code changed}, which is of the same family; what is known of the body is kept where the body is
     * the same.
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

    /** The value of the body; empty where the body is not valid JSON in UTF-8, whatever its content type says. */
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

    /** At most eight words that tell a person which question this is; may be empty. */
    public String title() {
        return title.value();
    }

    /**
     * Lets go of the value of the body, which takes several times the memory of its text. To be called where a request is
     * kept after it has been served. Who asks for the value again has the body parsed again; model and title stay known.
     */
    public void release() {
        model.value();
        title.value();
        json.release();
    }
}
