package io.reprise.core.exchange;

import java.util.regex.Pattern;

/** The content type that a JSON body has where nothing else is said. */
public final class JsonContentType {
    public static final String HEADER = "content-type";

    /** The usual spelling. */
    public static final String TEXT = "application/json";

    private static final Pattern PLAIN = Pattern.compile(
            "\\s*application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

    private JsonContentType() {}

    /** Whether a value of the header says no more than that. */
    public static boolean isPlain(String value) {
        return PLAIN.matcher(value).matches();
    }
}
