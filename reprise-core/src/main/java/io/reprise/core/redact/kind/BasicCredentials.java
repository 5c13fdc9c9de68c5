package io.reprise.core.redact.kind;

import io.reprise.core.redact.format.CredentialKind;
import io.reprise.core.redact.format.Examples;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A user and a password as HTTP's scheme {@code Basic} sends them (RFC 7617): in base64, with a colon between. */
final class BasicCredentials implements CredentialKind {
    private static final int SHORTEST_PASSWORD = 6;

    /** They end before the next ones, so that {@code basic+basic+…} is read once. */
    private static final Pattern PATTERN = Pattern.compile("(?i:basic)(?:[ \\t]|%20|\\+)++"
            + "((?:[AC-Zac-z0-9+/_-]|[Bb](?!(?i:asic)\\+)|\\\\++/){8,}+(?:=|%3D|\\\\*u003d){0,2})");

    @Override
    public String name() {
        return "user and password (Basic)";
    }

    @Override
    public List<String> markers() {
        return List.of("asic", "ASIC");
    }

    @Override
    public void find(String text, int at, Places places) {
        Matcher matcher = PATTERN.matcher(text);
        if (at > 0 && matcher.region(at - 1, text.length()).lookingAt() && isReal(matcher.group(1))) {
            places.credential(matcher.start(1), matcher.end(1));
        }
    }

    private static boolean isReal(String coded) {
        String letters = coded.replaceAll("(?:=|%3D|\\\\*u003d)++$", "")
                .replace("\\", "")
                .replace('-', '+')
                .replace('_', '/');
        if (letters.length() % 4 == 1 || Examples.isDocumented(coded)) {
            return false;
        }
        String decoded = new String(Base64.getDecoder().decode(letters), StandardCharsets.UTF_8);
        int colon = decoded.indexOf(':');
        if (colon < 0 || decoded.chars().anyMatch(c -> c < ' ' || c == 0xfffd || c == 0x7f)) {
            return false;
        }
        String longer = colon > decoded.length() / 2 ? decoded.substring(0, colon) : decoded.substring(colon + 1);
        return longer.length() >= SHORTEST_PASSWORD && Examples.isPassword(longer);
    }
}
