package io.reprise.core.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds credentials in a text. */
final class CredentialSearch {
    /** The place of a credential in the searched text. */
    record Found(CredentialKind kind, int from, int to) {}

    private static final Markers MARKERS = new Markers(CredentialKind.KNOWN);

    private final List<CredentialKind> configured;

    CredentialSearch(List<Pattern> configured) {
        this.configured = configured.stream().map(CredentialKind::configured).toList();
    }

    List<Found> in(String text) {
        List<Found> all = new ArrayList<>();
        MARKERS.visit(text, (kind, at) -> {
            boolean isWithinLast = !all.isEmpty() && all.get(all.size() - 1).to > at;
            Matcher matcher = kind.pattern().matcher(text);
            matcher.useTransparentBounds(true);
            if (!isWithinLast
                    && at >= kind.lead()
                    && matcher.region(at - kind.lead(), text.length()).lookingAt()) {
                add(kind, matcher, all);
            }
        });
        for (CredentialKind kind : configured) {
            Matcher matcher = kind.pattern().matcher(text);
            while (matcher.find()) {
                add(kind, matcher, all);
            }
        }
        return all;
    }

    private static void add(CredentialKind kind, Matcher matcher, List<Found> all) {
        int group = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
        if (matcher.end(group) > matcher.start(group) && kind.isReal().test(matcher.group(group))) {
            all.add(new Found(kind, matcher.start(group), matcher.end(group)));
        }
    }
}
