package io.reprise.junit;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.opentest4j.AssertionFailedError;

/** Checks the requests of a test; a failure lists them. */
public final class RequestsAssert {
    private final List<SentRequest> requests;

    RequestsAssert(List<SentRequest> requests) {
        this.requests = List.copyOf(requests);
    }

    /** There are so many. */
    public RequestsAssert hasSize(int expected) {
        if (requests.size() != expected) {
            String sent = requests.size() == 1 ? "1 request was sent" : requests.size() + " requests were sent";
            throw failure(sent + ", not " + expected, expected, requests.size());
        }
        return this;
    }

    /** None was sent. */
    public RequestsAssert isEmpty() {
        return hasSize(0);
    }

    /** They asked these models, in this order. */
    public RequestsAssert askedModels(String... models) {
        return areInOrder(
                "models",
                List.of(models),
                requests.stream().map(SentRequest::model).toList());
    }

    /** They went to these paths, in this order, such as {@code /v1/chat/completions}. */
    public RequestsAssert askedPaths(String... paths) {
        return areInOrder(
                "paths",
                List.of(paths),
                requests.stream().map(SentRequest::path).toList());
    }

    private RequestsAssert areInOrder(String what, List<String> expected, List<String> actual) {
        if (!expected.equals(actual)) {
            throw failure("the " + what + " are " + actual + ", not " + expected, expected, actual);
        }
        return this;
    }

    /** Each was answered from a recording. */
    public RequestsAssert areAllReplayed() {
        List<String> outcomes = requests.stream().map(SentRequest::outcome).toList();
        if (!outcomes.stream().allMatch("replayed"::equals)) {
            throw failure("not all requests were replayed", "replayed", outcomes);
        }
        return this;
    }

    /** At least one says this in one of its messages. */
    public RequestsAssert anySays(String text) {
        return any("says '" + text + "'", request -> says(request, text));
    }

    /** None says this in one of its messages. */
    public RequestsAssert noneSays(String text) {
        if (requests.stream().anyMatch(request -> says(request, text))) {
            throw failure("a request says '" + text + "'", "", text);
        }
        return this;
    }

    private static boolean says(SentRequest request, String text) {
        return request.messages().stream().anyMatch(message -> message.text().contains(text));
    }

    /** At least one offers this tool to the model. */
    public RequestsAssert anyOffersTool(String name) {
        return any("offers the tool '" + name + "'", request -> request.tools().contains(name));
    }

    /** At least one is as described. */
    public RequestsAssert any(String description, Predicate<SentRequest> condition) {
        if (requests.stream().noneMatch(condition)) {
            throw failure("no request " + description, description, requests);
        }
        return this;
    }

    /**
     * The request at this place.
     *
     * @param index from 0
     */
    public RequestAssert request(int index) {
        if (index < 0 || index >= requests.size()) {
            throw failure("there is no request " + index, index, requests.size());
        }
        return new RequestAssert(index, requests.get(index), this);
    }

    /** All of them. */
    public List<SentRequest> all() {
        return requests;
    }

    AssertionFailedError failure(String what, Object expected, Object actual) {
        String sent = IntStream.range(0, requests.size())
                .mapToObj(index -> "\n  " + index + ": " + requests.get(index))
                .collect(Collectors.joining());
        return new AssertionFailedError(
                what + (sent.isEmpty() ? "; nothing was sent" : "; sent were:" + sent), expected, actual);
    }
}
