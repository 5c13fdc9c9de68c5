package io.reprise.formats;

/** A file cannot be read as what it is. The message is for people, in lower case, and says the line and column where that is known. */
public final class DocumentException extends RuntimeException {
    public DocumentException(String message) {
        super(message);
    }
}
