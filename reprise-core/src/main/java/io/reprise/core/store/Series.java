package io.reprise.core.store;

import io.reprise.core.key.Key;
import io.reprise.core.key.Question;
import java.util.regex.Pattern;

/**
 * Recordings among which a new answer takes its place (docs/decisions/0021-upstream-of-a-request.md):
 *
 * <ul>
 * <li>of a request that names no upstream, all recordings of its question;
 * <li>of a request that names one, those of this upstream, and those without an upstream;
 * <li>of a model list, those of the upstream that answered.
 * </ul>
 *
 * @param upstream empty for all
 */
public record Series(Key key, String upstream) {
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}");

    /** The series of an answer of {@code upstream} to {@code question}. */
    public static Series of(Question question, String upstream) {
        return new Series(
                question.key(),
                isPerUpstream(question) ? upstream : question.upstream().orElse(""));
    }

    /** Whether each upstream's answers are a series by themselves. */
    public static boolean isPerUpstream(Question question) {
        return question.parsed().family().isModelList();
    }

    /** Whether a recording of {@code recorded} is in the series of an answer of {@code upstream}. */
    public static boolean includes(Question question, String upstream, String recorded) {
        return isPerUpstream(question) ? recorded.equals(upstream) : answers(question, recorded);
    }

    /** Whether a recording of {@code recorded} may answer a request: it names no upstream, or this one, or nobody knows who answered. */
    public static boolean answers(Question question, String recorded) {
        return question.upstream()
                .map(named -> recorded.isEmpty() || recorded.equals(named) || isSameHost(recorded, named))
                .orElse(true);
    }

    /** An upstream that is named after its host has its port in its name only where several have this host. */
    private static boolean isSameHost(String one, String other) {
        String longer = one.length() > other.length() ? one : other;
        String host = one.length() > other.length() ? other : one;
        return longer.startsWith(host + ":")
                && PORT.matcher(longer.substring(host.length())).matches();
    }
}
