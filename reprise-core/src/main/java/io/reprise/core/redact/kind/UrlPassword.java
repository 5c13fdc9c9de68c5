package io.reprise.core.redact.kind;

import io.reprise.core.redact.format.CredentialKind;
import io.reprise.core.redact.format.Examples;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A password in a URL, as in {@code redis://user:password@host}. */
final class UrlPassword implements CredentialKind {
    private static final Pattern PATTERN =
            Pattern.compile("(?<=[A-Za-z0-9])://[^\\s/:@\"'<>\\\\]{0,100}:([^\\s/:@\"'<>\\\\$]{6,200})@[A-Za-z0-9\\[]");

    @Override
    public String name() {
        return "password in a URL";
    }

    @Override
    public List<String> markers() {
        return List.of("://");
    }

    @Override
    public void find(String text, int at, Places places) {
        if (!hasUser(text, at)) {
            return;
        }
        Matcher matcher = PATTERN.matcher(text);
        matcher.useTransparentBounds(true);
        if (matcher.region(at, text.length()).lookingAt() && Examples.isPassword(matcher.group(1))) {
            places.credential(matcher.start(1), matcher.end(1));
        }
    }

    /** Whether there is an {@code @} before the end of the host, which is rare; the pattern takes longer to find that out. */
    private static boolean hasUser(String text, int at) {
        int i = at + "://".length();
        while (i < text.length() && "/ \"'<>\\\n@".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i < text.length() && text.charAt(i) == '@';
    }
}
