package io.reprise.core.redact.search;

import io.reprise.core.pattern.PatternLimitException;
import io.reprise.core.pattern.RegularExpression;
import io.reprise.core.redact.escape.HidingEscapes;
import io.reprise.core.redact.escape.UnescapedText;
import io.reprise.core.redact.kind.CredentialKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;

/** Finds credentials in a text. */
public final class CredentialSearch {
    /**
     * The place of a credential in the searched text.
     *
     * @param kind in words for people
     */
    public record Found(String kind, int from, int to) {}

    /** So many findings before another may have to do with it, since they come in the order of their markers. */
    private static final int NEAR = 8;

    /** In a text with more findings, some may be told twice. */
    private static final int MOST_COMPARED = 1_000;

    private final List<RegularExpression> configured;
    private final List<RegularExpression> allowed;
    private final Optional<KnownCredentials> known;

    /**
     * @param configured further patterns of credentials
     * @param allowed what is found by its form is no credential if one of these patterns is found in it
     * @param known that are searched for as they are
     */
    public CredentialSearch(
            List<RegularExpression> configured, List<RegularExpression> allowed, Optional<KnownCredentials> known) {
        this.configured = List.copyOf(configured);
        this.allowed = List.copyOf(allowed);
        this.known = known;
    }

    /** The same, with others that are searched for as they are. */
    public CredentialSearch knowing(KnownCredentials others) {
        return new CredentialSearch(configured, allowed, Optional.of(others));
    }

    public Optional<KnownCredentials> known() {
        return known;
    }

    /**
     * The places of all credentials, also where escapes hide letters of them.
     *
     * @throws PatternLimitException if a configured pattern cannot be looked for in that text
     */
    public List<Found> in(String text) {
        List<Found> all = asItIs(text);
        List<UnescapedText> levels = HidingEscapes.areIn(text) ? UnescapedText.levels(text) : List.of();
        levels.forEach(plain -> addAll(plain, all));
        if (HidingEscapes.ofQuotedPrintableAreIn(text)) {
            addAll(UnescapedText.ofQuotedPrintable(text), all);
        }
        known.ifPresent(those -> all.addAll(those.in(text, levels)));
        return all;
    }

    /** As {@link #in}, of bytes that are no text, in which escapes occur by chance. */
    public List<Found> inBinary(String text) {
        List<Found> all = asItIs(text);
        known.ifPresent(those -> all.addAll(those.in(text)));
        return all;
    }

    private List<Found> asItIs(String text) {
        List<Found> all = new ArrayList<>();
        CredentialKinds.visit(
                text,
                (kind, marker, at) -> kind.find(text, at, (from, to) -> add(all, new Found(kind.name(), from, to))));
        for (RegularExpression expression : configured) {
            String kind = "match of the configured pattern " + expression;
            expression.search().forEach(text, match -> find(match, kind, all));
        }
        if (!allowed.isEmpty()) {
            all.removeIf(found -> isAllowed(text.substring(found.from, found.to)));
        }
        return all;
    }

    private void addAll(UnescapedText plain, List<Found> all) {
        int before = all.size();
        for (Found found : asItIs(plain.text())) {
            Found original = new Found(found.kind, plain.origin(found.from), plain.origin(found.to));
            if (all.stream().limit(Math.min(before, MOST_COMPARED)).noneMatch(other -> overlap(other, original))) {
                all.add(original);
            }
        }
    }

    private static boolean overlap(Found one, Found other) {
        return one.from < other.to && other.from < one.to;
    }

    /** A finding within another one is not told; what is of the same extent is told by the first name. */
    private static void add(List<Found> all, Found found) {
        for (int i = all.size() - 1; i >= Math.max(0, all.size() - NEAR); i--) {
            Found other = all.get(i);
            if (other.from <= found.from && other.to >= found.to) {
                return;
            }
            if (found.from <= other.from && found.to >= other.to) {
                all.remove(i);
            }
        }
        all.add(found);
    }

    private boolean isAllowed(String credential) {
        return allowed.stream().anyMatch(expression -> expression.search().isIn(credential));
    }

    private static void find(MatchResult match, String kind, List<Found> all) {
        int group = match.groupCount() > 0 && match.start(1) >= 0 ? 1 : 0;
        if (match.end(group) > match.start(group)) {
            all.add(new Found(kind, match.start(group), match.end(group)));
        }
    }
}
