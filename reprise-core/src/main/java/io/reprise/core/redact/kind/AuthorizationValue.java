package io.reprise.core.redact.kind;

import io.reprise.core.redact.format.CredentialKind;
import io.reprise.core.redact.format.Examples;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value after the name of a scheme, as in {@code Bearer …}. */
final class AuthorizationValue implements CredentialKind {
    /** Clients may use anything as a token, so that random text only is taken for one. */
    private static final double LEAST_RANDOM = -0.4;

    private final String name;
    private final Pattern pattern;
    private final List<String> markers;

    /**
     * @param pattern its first group is the value
     * @param markers each follows the first character of a match
     */
    AuthorizationValue(String name, String pattern, String... markers) {
        this.name = name;
        this.pattern = Pattern.compile(pattern);
        this.markers = List.of(markers);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> markers() {
        return markers;
    }

    @Override
    public void find(String text, int at, Places places) {
        Matcher matcher = pattern.matcher(text);
        if (at > 0
                && matcher.region(at - 1, text.length()).lookingAt()
                && Examples.looksRandom(matcher.group(1), LEAST_RANDOM)) {
            places.credential(matcher.start(1), matcher.end(1));
        }
    }
}
