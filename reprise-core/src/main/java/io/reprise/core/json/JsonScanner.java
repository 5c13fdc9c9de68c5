package io.reprise.core.json;

/**
 * Steps through the tokens of a JSON text and the places where they stand. Does not check how tokens follow each other: of
 * what is no JSON it makes what it can, and never fails. Not for use by several threads.
 */
public final class JsonScanner {
    /** What stands at a place. */
    public enum Token {
        BEGIN_OBJECT,
        END_OBJECT,
        BEGIN_ARRAY,
        END_ARRAY,
        COMMA,
        COLON,
        /** A value or the name of a member, with its quotes. */
        STRING,
        /** A number, {@code true}, {@code false}, {@code null}, or text that has no place in JSON. */
        SCALAR,
        /** There are no more tokens. */
        END
    }

    private final String text;
    private int limit;
    private int start;
    private int end;
    private boolean isCutShort;

    public JsonScanner(String text) {
        this.text = text;
        this.limit = text.length();
    }

    /** Goes to a part of the text, which ends before the character at {@code to}. */
    public void move(int from, int to) {
        start = from;
        end = from;
        limit = to;
        isCutShort = false;
    }

    /** Goes to the next token. */
    public Token next() {
        int at = end;
        while (at < limit && isWhiteSpace(text.charAt(at))) {
            at++;
        }
        start = at;
        end = Math.min(at + 1, limit);
        if (at >= limit) {
            return Token.END;
        }
        return switch (text.charAt(at)) {
            case '{' -> Token.BEGIN_OBJECT;
            case '}' -> Token.END_OBJECT;
            case '[' -> Token.BEGIN_ARRAY;
            case ']' -> Token.END_ARRAY;
            case ',' -> Token.COMMA;
            case ':' -> Token.COLON;
            case '"' -> string();
            default -> scalar();
        };
    }

    /** The index of the token's first character. */
    public int start() {
        return start;
    }

    /** The index after the token's last character. */
    public int end() {
        return end;
    }

    /** The index after the last character of a string's content, which begins after its opening quote. */
    public int contentEnd() {
        return isCutShort ? end : end - 1;
    }

    /** Whether the token is a string whose closing quote is not within the text. */
    public boolean isCutShort() {
        return isCutShort;
    }

    private Token string() {
        int at = start + 1;
        for (; at < limit; at++) {
            char c = text.charAt(at);
            if (c == '"') {
                break;
            }
            at += c == '\\' ? 1 : 0;
        }
        isCutShort = at >= limit;
        end = isCutShort ? limit : at + 1;
        return Token.STRING;
    }

    private Token scalar() {
        while (end < limit && !endsScalar(text.charAt(end))) {
            end++;
        }
        return Token.SCALAR;
    }

    private static boolean endsScalar(char c) {
        return switch (c) {
            case ',', ']', '}', ':', '{', '[', '"' -> true;
            default -> isWhiteSpace(c);
        };
    }

    private static boolean isWhiteSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
