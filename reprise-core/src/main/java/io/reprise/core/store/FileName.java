package io.reprise.core.store;

import io.reprise.core.key.Key;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a recording's file: {@code <slug>-<12 digits of the key>.json}, for later occurrences {@code
 * <slug>-<12 digits of the key>.<occurrence>.json}.
 *
 * @param slug words for people; says nothing that the file does not
 */
record FileName(String slug, String brief, int occurrence) {
    private static final Pattern FORM =
            Pattern.compile("(?<slug>.+)-(?<brief>[0-9a-f]{12})(?:\\.(?<occurrence>[1-9][0-9]{0,8}))?\\.json");

    static FileName of(String slug, Key key, int occurrence) {
        return new FileName(slug, key.brief(), occurrence);
    }

    static Optional<FileName> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new FileName(
                        matcher.group("slug"),
                        matcher.group("brief"),
                        Optional.ofNullable(matcher.group("occurrence"))
                                .map(Integer::parseInt)
                                .orElse(1)))
                : Optional.empty();
    }

    FileName next() {
        return new FileName(slug, brief, occurrence + 1);
    }

    String text() {
        return slug + "-" + brief + (occurrence == 1 ? "" : "." + occurrence) + ".json";
    }
}
