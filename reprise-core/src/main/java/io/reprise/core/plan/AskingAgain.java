package io.reprise.core.plan;

/** What becomes of a question that is asked again in the run that recorded it first. */
public enum AskingAgain {
    /** It gets what was recorded. */
    NO,
    /** The upstream is asked, and an answer that says something else is kept: what changes meanwhile is seen. */
    KEEPS_CHANGES,
    /** The upstream is asked, and each answer is kept: a further sample. */
    KEEPS_EACH
}
