package io.reprise.core.exchange;

import io.reprise.core.exchange.Headers.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of an answer that tell its client where to go next. */
public final class LinkFields {
    /** The field that keeps the URL of the upstream in a recording, where links lead to it. It is never sent, and is no link. */
    public static final String UPSTREAM = "x-reprise-upstream";

    /** {@code </v1/files?page=2>; rel="next", <…>} (RFC 8288, 3). */
    private static final Pattern IN_LINK = Pattern.compile("(?<=<)[^<>]*(?=>)");

    /** {@code 5; url=https://…}. */
    private static final Pattern IN_REFRESH = Pattern.compile("(?i)(?<=url=)[^\\s\"']+|(?<=url=[\"'])[^\"']+");

    private LinkFields() {}

    /** The fields with their references changed; the same object if none is changed. */
    public static Headers change(Headers headers, UnaryOperator<String> change) {
        if (!areIn(headers)) {
            return headers;
        }
        List<Field> changed = new ArrayList<>();
        boolean isSame = true;
        for (Field field : headers.fields()) {
            String value = change(field, change);
            isSame &= value.equals(field.value());
            changed.add(value.equals(field.value()) ? field : new Field(field.name(), value));
        }
        return isSame ? headers : new Headers(changed);
    }

    /** Nearly no answer has any. */
    public static boolean areIn(Headers headers) {
        for (Field field : headers.fields()) {
            if (isReference(field)
                    || field.name().equals("link")
                    || field.name().equals("refresh")) {
                return true;
            }
        }
        return false;
    }

    private static String change(Field field, UnaryOperator<String> change) {
        if (field.name().equals("link")) {
            return replaced(IN_LINK, field.value(), change);
        } else if (field.name().equals("refresh")) {
            return replaced(IN_REFRESH, field.value(), change);
        }
        return isReference(field) ? change.apply(field.value().strip()) : field.value();
    }

    /** Any field may be a URL as a whole. Only by its name does one tell that it is a path. */
    private static boolean isReference(Field field) {
        String value = field.value();
        boolean isUrl = value.regionMatches(true, 0, "http", 0, 4) && value.contains("://") && value.indexOf(' ') < 0;
        boolean isPath = value.startsWith("/")
                && (field.name().endsWith("location") || field.name().endsWith("-url"));
        return (isUrl || isPath) && !field.name().equals(UPSTREAM);
    }

    private static String replaced(Pattern references, String value, UnaryOperator<String> change) {
        Matcher found = references.matcher(value);
        return found.replaceAll(reference -> Matcher.quoteReplacement(change.apply(reference.group())));
    }
}
