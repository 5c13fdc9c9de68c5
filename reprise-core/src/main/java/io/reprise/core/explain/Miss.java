package io.reprise.core.explain;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.key.Key;
import io.reprise.core.key.Question;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.store.QuestionIndex.Coverage;
import java.util.Optional;

/**
 * A request for which there is no recording, with an explanation for people. It says no credential.
 *
 * @param nearest empty if no recording is similar
 * @param coverage of the index that was searched
 */
public record Miss(Asked asked, Reason reason, Optional<Nearest> nearest, Remedy remedy, Coverage coverage) {

    /** What was asked, without the body, so that misses can be remembered. */
    public record Asked(String method, String path, Optional<String> model, Asker asker, Key key) {
        static Asked of(Question question, CredentialMask mask) {
            return new Asked(
                    mask.of(question.request().method()),
                    mask.of(question.request().path()),
                    question.parsed().model().map(mask::of),
                    new Asker(
                            Nearest.masked(question.test(), mask),
                            question.upstream().map(mask::of)),
                    question.key());
        }

        public TestId test() {
            return asker.test();
        }
    }

    /**
     * Who asked, and whom.
     *
     * @param upstream that the request names; empty for none
     */
    public record Asker(TestId test, Optional<String> upstream) {}

    /** Why no recording answers. */
    public enum Reason {
        /** Nobody has recorded this question for this test. */
        NOT_RECORDED,
        /** All recordings of this question are used up, and the setting forbids repeating them. */
        USED_UP,
        /** A rule says that this question is never recorded. */
        NEVER_KEPT,
        /** The recording is older than it may be, and does not answer any more. */
        EXPIRED,
        /** A client has sent a message that no recorded conversation has at this point. */
        OTHER_MESSAGE,
        /** Only an upstream could answer in this mode, and the client has no API key to ask it with. */
        NO_KEY
    }

    /** Why, as one of a few kinds. */
    public MissCause cause() {
        return MissCause.of(this);
    }

    /** The nearest recording and its differences, on one line, for the log. */
    public String line() {
        return MissWords.line(this);
    }

    /** The whole explanation in a few lines, for the answer; SDKs show it as the text of an exception. */
    public String message() {
        return MissWords.message(this);
    }

    /** The whole explanation, for programs. */
    public Json toJson() {
        return MissJson.of(this);
    }
}
