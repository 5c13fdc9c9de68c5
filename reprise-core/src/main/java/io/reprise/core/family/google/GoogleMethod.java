package io.reprise.core.family.google;

import io.reprise.core.exchange.PercentEncoding;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the end of a path says, such as {@code …/models/gemini-2.5-flash:generateContent}.
 *
 * @param resource the last segment up to the colon, usually a model
 * @param name of the method that is called
 */
record GoogleMethod(String resource, String name) {
    private static final Pattern LAST = Pattern.compile("(?:.*/)?([^/]+?)(?::|%3[Aa])([A-Za-z]+)/*");

    /** Empty where the path calls no method. */
    static Optional<GoogleMethod> of(String path) {
        Matcher last = LAST.matcher(path);
        boolean mayCall = path.indexOf(':') >= 0 || path.contains("%3");
        return mayCall && last.matches()
                ? Optional.of(new GoogleMethod(PercentEncoding.decodeText(last.group(1)), last.group(2)))
                : Optional.empty();
    }
}
