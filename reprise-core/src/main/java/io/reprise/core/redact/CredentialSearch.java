package io.reprise.core.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds credentials in a text. */
final class CredentialSearch {
    /** Where a credential stands in the text that was searched. */
    record Found(CredentialKind kind, int from, int to) {}

    private final List<CredentialKind> kinds;

    CredentialSearch(List<Pattern> configured) {
        kinds = Stream.concat(CredentialKind.KNOWN.stream(), configured.stream().map(CredentialKind::configured))
                .toList();
    }

    List<Found> in(String text) {
        List<Found> all = new ArrayList<>();
        for (CredentialKind kind : kinds) {
            if (kind.mayBeIn(text)) {
                find(kind, text, all);
            }
        }
        return all;
    }

    private static void find(CredentialKind kind, String text, List<Found> all) {
        Matcher matcher = kind.pattern().matcher(text);
        while (matcher.find()) {
            int group = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
            if (matcher.end(group) > matcher.start(group) && kind.isReal().test(matcher.group(group))) {
                all.add(new Found(kind, matcher.start(group), matcher.end(group)));
            }
        }
    }
}
