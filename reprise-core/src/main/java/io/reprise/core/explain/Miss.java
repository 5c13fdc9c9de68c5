package io.reprise.core.explain;

import io.reprise.core.explain.RequestIndex.Coverage;
import io.reprise.core.json.Json;
import io.reprise.core.key.Question;
import java.util.Optional;

/**
 * A request for which there is no recording, with all that helps a person to find out why.
 *
 * @param nearest empty if there is none that is worth a look
 * @param coverage of the index in which the nearest was looked for
 */
public record Miss(Question question, Reason reason, Optional<Nearest> nearest, Remedy remedy, Coverage coverage) {

    /** Why nothing was given. */
    public enum Reason {
        /** Nobody has recorded this question for this test. */
        NOT_RECORDED,
        /** All recordings of this question have been given, and they are not to be repeated. */
        USED_UP
    }

    /** What is nearest and how it differs, on one line, for the log. */
    public String line() {
        return MissWords.line(this);
    }

    /** All of it in a few lines, for the answer: SDKs show it as the text of an exception. */
    public String message() {
        return MissWords.message(this);
    }

    /** All of it, for programs. */
    public Json toJson() {
        return MissJson.of(this);
    }
}
