package io.reprise.server.lookup;

import io.reprise.core.key.Question;
import io.reprise.core.store.Store;
import java.util.List;

/**
 * What the store had for a question when it was last looked at.
 *
 * @param asked as it was asked
 * @param answered the question under which the entries are kept: the asked one, or the same without a test
 */
public record FoundRecordings(Question asked, Question answered, List<PreparedResponse> answers) {
    public FoundRecordings {
        answers = List.copyOf(answers);
    }

    /** For a question that was not looked for. */
    public static FoundRecordings none(Question asked) {
        return new FoundRecordings(asked, asked, List.of());
    }

    public List<Store.Entry> entries() {
        return answers.stream().map(PreparedResponse::entry).toList();
    }

    /** In bytes, roughly. */
    long weight() {
        return 1_000
                + answers.stream()
                        .mapToLong(answer -> 1_000 + 4L * answer.size())
                        .sum();
    }

    boolean isCurrent(Store store) {
        return store.isCurrent(answered, entries()) && (answered.equals(asked) || store.isCurrent(asked, List.of()));
    }
}
