package io.reprise.formats;

/**
 * A part that one format can express and another cannot.
 *
 * @param what the part, in the words of the format that has it, such as {@code response.headers}
 * @param why for people, in lower case
 * @param isNote whether nothing is missing, although it is expressed in another way
 */
public record Loss(String what, String why, boolean isNote) {
    public Loss(String what, String why) {
        this(what, why, false);
    }

    /** Something that people should know, and that is not missing. */
    public static Loss note(String what, String why) {
        return new Loss(what, why, true);
    }

    @Override
    public String toString() {
        return what + ": " + why;
    }
}
