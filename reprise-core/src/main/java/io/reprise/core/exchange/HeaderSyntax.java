package io.reprise.core.exchange;

/** What HTTP allows in a header field, so that a client can be sent it (RFC 9110, 5.1, 5.5 and 5.6.2). */
public final class HeaderSyntax {
    private static final String PUNCTUATION = "!#$%&'*+-.^_`|~";
    private static final int DELETE = 0x7F;

    private HeaderSyntax() {}

    /** Whether a name is a token: ASCII letters, digits and some punctuation, at least one. */
    public static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(HeaderSyntax::isTokenCharacter);
    }

    /** Whether a value has no control characters but tabs. */
    public static boolean isValue(String value) {
        return value.chars().noneMatch(character -> character < ' ' && character != '\t' || character == DELETE);
    }

    private static boolean isTokenCharacter(int character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9'
                || PUNCTUATION.indexOf(character) >= 0;
    }
}
