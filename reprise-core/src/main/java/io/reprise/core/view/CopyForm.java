package io.reprise.core.view;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a recording can be copied as. */
public enum CopyForm {
    CURL,
    POWERSHELL,
    COMMAND,
    TEST,
    MARKDOWN,
    PROMPT;

    public static Optional<CopyForm> of(String label) {
        return Arrays.stream(values())
                .filter(form -> form.label().equals(label))
                .findFirst();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All of them, for people. */
    public static String listed() {
        return Arrays.stream(values()).map(CopyForm::label).collect(Collectors.joining(", "));
    }
}
