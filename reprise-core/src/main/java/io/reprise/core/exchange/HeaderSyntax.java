package io.reprise.core.exchange;

/** What HTTP allows in a header field, so that a client can be sent it (RFC 9110, 5.1, 5.5 and 5.6.2). */
public final class HeaderSyntax {
    private static final String PUNCTUATION = "!#$%&'*+-.^_`|~";
    private static final int DELETE = 0x7F;
    private static final int LAST_OF_LATIN_1 = 0xFF;

    private HeaderSyntax() {}

    /** Whether a name, also that of a method, is a token: ASCII letters, digits and some punctuation, at least one. */
    public static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(HeaderSyntax::isTokenCharacter);
    }

    /** Whether a value has no control characters but tabs. */
    public static boolean isValue(String value) {
        return value.chars().noneMatch(character -> character < ' ' && character != '\t' || character == DELETE);
    }

    /** Whether a value can be sent as it is: each of its characters is one byte on the wire (ISO 8859-1). */
    public static boolean isSendable(String value) {
        return isValue(value) && value.chars().allMatch(character -> character <= LAST_OF_LATIN_1);
    }

    private static boolean isTokenCharacter(int character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9'
                || PUNCTUATION.indexOf(character) >= 0;
    }
}
