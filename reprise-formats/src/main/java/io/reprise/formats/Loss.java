package io.reprise.formats;

/**
 * A part that one format can express and another cannot.
 *
 * @param what the part, in the words of the format that has it, such as {@code response.headers}
 * @param why for people, in lower case
 */
public record Loss(String what, String why) {
    @Override
    public String toString() {
        return what + ": " + why;
    }
}
