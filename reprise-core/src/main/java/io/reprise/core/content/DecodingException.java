package io.reprise.core.content;

import org.jspecify.annotations.Nullable;

/** Says within this package why a body cannot be decoded. Has no stack trace: most come from bytes that only look as if they could be decoded. */
final class DecodingException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean isOfStep;

    DecodingException(String reason) {
        this(reason, null, false);
    }

    DecodingException(String reason, Throwable cause) {
        this(reason, cause, false);
    }

    private DecodingException(String reason, @Nullable Throwable cause, boolean isOfStep) {
        super(reason, cause, false, false);
        this.isOfStep = isOfStep;
    }

    /** A step gives more than {@link DecodingLimits#step}. */
    static DecodingException ofStep() {
        return new DecodingException("a part of its decoded form is thousands of times as large", null, true);
    }

    /** Whether it is only the limit of a step, so that the body may be decoded without it. */
    boolean isOfStep() {
        return isOfStep;
    }
}
