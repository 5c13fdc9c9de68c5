package io.reprise.server.control;

/** A request to the control API is wrong. The message says what, and what would be right. */
public final class WrongRequestException extends RuntimeException {
    private final int status;
    private final String message;

    /** Status 400. */
    public WrongRequestException(String message) {
        this(400, message);
    }

    /** @param status 400, or what says more: 404 if what is named is not there, 503 if it cannot be done now */
    public WrongRequestException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
        this.message = message;
    }

    int status() {
        return status;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
