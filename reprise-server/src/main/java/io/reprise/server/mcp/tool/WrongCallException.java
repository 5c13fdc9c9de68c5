package io.reprise.server.mcp.tool;

/** A tool was called in a wrong way. The message says what would be right. */
public final class WrongCallException extends RuntimeException {
    private final String message;

    public WrongCallException(String message) {
        super(message, null, false, false);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
