package io.reprise.core.store.file.member;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The member that says on which day a recording was made. */
public final class DayMember {
    public static final String NAME = "recorded";

    private static final Pattern FORM = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern PRESENT = Pattern.compile("(\"recorded\"\\s*:\\s*\")[^\"\n]*\"");
    private static final Pattern REQUEST = Pattern.compile("([ \t]*)\"request\"\\s*:");

    private DayMember() {}

    public static LocalDate read(FileValue value) {
        if (FORM.matcher(value.text()).matches()) {
            try {
                return LocalDate.parse(value.text());
            } catch (DateTimeException noSuchDay) {
                // said below
            }
        }
        throw value.wrong("is not a day such as 2026-11-27");
    }

    /** The text of a file with another day, and nothing else changed; empty if no place for it is found. Readers must check the result. */
    public static Optional<String> edited(String text, LocalDate day) {
        Matcher present = PRESENT.matcher(text);
        Matcher request = REQUEST.matcher(text);
        if (!request.find()) {
            return Optional.empty();
        }
        if (present.find() && present.start() < request.start()) {
            return Optional.of(text.substring(0, present.end(1)) + day + text.substring(present.end() - 1));
        }
        String lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
        return Optional.of(text.substring(0, request.start()) + request.group(1) + "\"" + NAME + "\": \"" + day + "\","
                + lineEnd + text.substring(request.start()));
    }
}
