package io.reprise.junit;

import java.util.List;
import org.opentest4j.AssertionFailedError;

/** Checks one request of a test. */
public final class RequestAssert {
    private final int index;
    private final SentRequest request;
    private final RequestsAssert all;

    RequestAssert(int index, SentRequest request, RequestsAssert all) {
        this.index = index;
        this.request = request;
        this.all = all;
    }

    /** The request itself. */
    public SentRequest get() {
        return request;
    }

    /** It asks this model. */
    public RequestAssert hasModel(String model) {
        return is("model", model, request.model());
    }

    /** It goes to this path, such as {@code /v1/chat/completions}. */
    public RequestAssert hasPath(String path) {
        return is("path", path, request.path());
    }

    /** Its answer has this status. */
    public RequestAssert hasStatus(int status) {
        return is("status of the answer", status, request.status());
    }

    /** Such as {@code replayed} or {@code recorded}. */
    public RequestAssert hasOutcome(String outcome) {
        return is("outcome", outcome, request.outcome());
    }

    /** The last message of the user has these words. */
    public RequestAssert hasUserMessage(String text) {
        return is("last message of the user", text, request.lastUserMessage());
    }

    /** One of its messages says this. */
    public RequestAssert says(String text) {
        if (request.messages().stream().noneMatch(message -> message.text().contains(text))) {
            throw failure(
                    "says '" + text + "' in none of its messages " + request.messages(), text, request.messages());
        }
        return this;
    }

    /** It has messages with these roles, in this order. */
    public RequestAssert hasRoles(String... roles) {
        return is(
                "roles",
                List.of(roles),
                request.messages().stream().map(SentRequest.Message::role).toList());
    }

    /** It offers these tools to the model, in this order. */
    public RequestAssert hasTools(String... names) {
        return is("tools", List.of(names), request.tools());
    }

    /** Back to all requests. */
    public RequestsAssert and() {
        return all;
    }

    private RequestAssert is(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw failure("has the " + what + " '" + actual + "', not '" + expected + "'", expected, actual);
        }
        return this;
    }

    private AssertionFailedError failure(String what, Object expected, Object actual) {
        return all.failure("request " + index + " " + what, expected, actual);
    }
}
