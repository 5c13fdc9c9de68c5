package io.reprise.formats;

/** What a file has cannot be replayed as it is. The message is for people, in lower case, the same for all things of one kind. */
public final class NotImportedException extends RuntimeException {
    public NotImportedException(String message) {
        super(message);
    }
}
