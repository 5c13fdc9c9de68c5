package io.reprise.formats.har;

/** An entry has nothing that can be replayed. The message is for people, in lower case, the same for all entries of one kind. */
final class NotImportedException extends RuntimeException {
    NotImportedException(String message) {
        super(message);
    }
}
