package io.reprise.server.control;

/** A request to the control API is wrong. The message says what, and what would be right. */
public final class WrongRequestException extends RuntimeException {
    private final String message;

    public WrongRequestException(String message) {
        super(message, null, false, false);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
