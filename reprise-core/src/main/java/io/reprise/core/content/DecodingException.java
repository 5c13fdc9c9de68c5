package io.reprise.core.content;

/** Says within this package why a body cannot be decoded. */
final class DecodingException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean isOfStep;

    DecodingException(String reason) {
        super(reason);
        this.isOfStep = false;
    }

    private DecodingException(String reason, boolean isOfStep) {
        super(reason);
        this.isOfStep = isOfStep;
    }

    DecodingException(String reason, Throwable cause) {
        super(reason, cause);
        this.isOfStep = false;
    }

    /** A step gives more than {@link DecodingLimits#step}. */
    static DecodingException ofStep() {
        return new DecodingException("a part of its decoded form is thousands of times as large", true);
    }

    /** Whether it is only the limit of a step, so that the body may be decoded without it. */
    boolean isOfStep() {
        return isOfStep;
    }
}
