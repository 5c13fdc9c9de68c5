package io.reprise.core.redact.format;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Credentials that the table of formats describes. */
final class FormatKind implements CredentialKind {
    /** Prefixes of this length are rare enough after {@code _} and {@code -}. */
    private static final int DISTINCTIVE = 4;

    private final CredentialFormat format;
    private final List<String> markers;
    private final Pattern pattern;
    private final int leastLead;
    private final int mostLead;

    /** @throws IllegalArgumentException if nothing in the form is a marker */
    FormatKind(CredentialFormat format) {
        this.format = format;
        this.markers = format.form().markers();
        this.pattern = format.form().pattern(format.isExact());
        this.leastLead = format.form().leastLead();
        this.mostLead = format.form().mostLead();
        if (markers.isEmpty()) {
            throw new IllegalArgumentException("'" + format.name() + "' has no marker");
        }
    }

    @Override
    public String name() {
        return format.name();
    }

    @Override
    public List<String> markers() {
        return markers;
    }

    @Override
    public void find(String text, int at, Places places) {
        for (int start = at - leastLead; start >= Math.max(0, at - mostLead); start--) {
            if (Surroundings.isStart(text, start) && find(text, start, at, places)) {
                return;
            }
        }
    }

    private boolean find(String text, int start, int marker, Places places) {
        Matcher matcher = pattern.matcher(text);
        matcher.useTransparentBounds(true);
        if (!matcher.region(start, text.length()).lookingAt() || matcher.end() <= marker) {
            return false;
        }
        boolean isShort = matcher.start(1) - start < DISTINCTIVE;
        if (isShort && Surroundings.isJoined(text, start)
                || !isReal(matcher.group(), matcher.group(1))
                || Surroundings.isWithinBase64(text, start, matcher.end())) {
            return false;
        }
        places.credential(start, matcher.end());
        return true;
    }

    /** @param rest what comes after its prefix */
    private boolean isReal(String credential, String rest) {
        if (format.hasChecksum() && Checksums.isRight(rest)) {
            return true;
        }
        return (format.isRandom() ? Examples.looksRandom(rest) : !Examples.isExample(rest))
                && !Examples.isDocumented(credential);
    }
}
