package io.reprise.server.lookup;

import io.reprise.core.exchange.Request;
import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the store had for a question when it was last looked at.
 *
 * @param asked as it was asked
 * @param versions of all that was looked at
 */
public record FoundRecordings(Question asked, List<Store.Version> versions, List<PreparedResponse> answers) {
    public FoundRecordings {
        versions = List.copyOf(versions);
        answers = List.copyOf(answers);
    }

    /** For a question that was not looked for. */
    public static FoundRecordings none(Question asked) {
        return new FoundRecordings(asked, List.of(), List.of());
    }

    /** Without WebSocket conversations, which answer no plain request for the same URL. */
    public FoundRecordings withoutSockets() {
        for (PreparedResponse answer : answers) {
            if (answer.isSocket()) {
                List<PreparedResponse> others =
                        answers.stream().filter(other -> !other.isSocket()).toList();
                return new FoundRecordings(asked, versions, others);
            }
        }
        return this;
    }

    public List<Store.Entry> entries() {
        return answers.stream().map(PreparedResponse::entry).toList();
    }

    /** Those of the answers that are wanted. */
    public FoundRecordings only(Predicate<PreparedResponse> isWanted) {
        return new FoundRecordings(
                asked, versions, answers.stream().filter(isWanted).toList());
    }

    /** In bytes, roughly. */
    long weight() {
        return 1_000
                + weight(asked.request())
                + answers.stream().mapToLong(FoundRecordings::weight).sum();
    }

    private static long weight(PreparedResponse answer) {
        return 1_000
                + 4L * answer.sizeInMemory()
                + answer.head().headers().length()
                + weight(answer.entry().recording().exchange().request());
    }

    private static long weight(Request request) {
        long head = (long) request.path().length() + request.query().length();
        return head + request.headers().length() + request.body().size();
    }

    boolean isCurrent(Store store) {
        return store.outdated(versions).isEmpty();
    }
}
