package io.reprise.core.redact;

import io.reprise.core.pattern.PatternLimitException;
import io.reprise.core.pattern.RegularExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;

/** Finds credentials in a text. */
final class CredentialSearch {
    /**
     * The place of a credential in the searched text.
     *
     * @param kind in words for people
     */
    record Found(String kind, int from, int to) {}

    private static final Markers MARKERS = new Markers(CredentialKind.KNOWN);

    private final List<RegularExpression> configured;
    private final Optional<KnownCredentials> known;

    /** @param known that are searched for as they are */
    CredentialSearch(List<RegularExpression> configured, Optional<KnownCredentials> known) {
        this.configured = List.copyOf(configured);
        this.known = known;
    }

    /** The same, with others that are searched for as they are. */
    CredentialSearch knowing(KnownCredentials others) {
        return new CredentialSearch(configured, Optional.of(others));
    }

    Optional<KnownCredentials> known() {
        return known;
    }

    /** @throws PatternLimitException if a configured pattern cannot be looked for in that text */
    List<Found> in(String text) {
        List<Found> all = new ArrayList<>();
        MARKERS.visit(text, (kind, at) -> {
            boolean isWithinLast = !all.isEmpty() && all.get(all.size() - 1).to > at;
            Matcher matcher = kind.pattern().matcher(text);
            matcher.useTransparentBounds(true);
            if (!isWithinLast
                    && at >= kind.lead()
                    && matcher.region(at - kind.lead(), text.length()).lookingAt()) {
                find(matcher, kind.name(), kind.isReal(), all);
            }
        });
        for (RegularExpression expression : configured) {
            String kind = "match of the configured pattern " + expression;
            expression.search().forEach(text, match -> find(match, kind, any -> true, all));
        }
        known.ifPresent(those -> all.addAll(those.in(text)));
        return all;
    }

    private static void find(MatchResult match, String kind, Predicate<String> isReal, List<Found> all) {
        int group = match.groupCount() > 0 && match.start(1) >= 0 ? 1 : 0;
        if (match.end(group) > match.start(group) && isReal.test(match.group(group))) {
            all.add(new Found(kind, match.start(group), match.end(group)));
        }
    }
}
