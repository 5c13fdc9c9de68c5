package io.reprise.core.redact.kind;

import io.reprise.core.redact.format.CredentialKind;
import io.reprise.core.redact.format.Examples;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A password in a file of logins, as in {@code machine api.example.com login user password …} (netrc(5)). */
final class NetrcPassword implements CredentialKind {
    /** Any value that is no word: people write such lines only with a password. */
    private static final double LEAST_RANDOM = 0.0;

    private static final String SPACE = "(?:\\s|\\\\+[nrt]|%20|%0A|\\+){1,40}+";
    private static final Pattern PATTERN = Pattern.compile(
            "login" + SPACE + "[^\\s\\\\]{1,200}?" + SPACE + "password" + SPACE + "([A-Za-z0-9._~+/!@#%^:$=-]{6,200})");

    @Override
    public String name() {
        return "password of a login";
    }

    @Override
    public List<String> markers() {
        return List.of("login");
    }

    @Override
    public void find(String text, int at, Places places) {
        Matcher matcher = PATTERN.matcher(text);
        if (matcher.region(at, text.length()).lookingAt() && Examples.looksRandom(matcher.group(1), LEAST_RANDOM)) {
            places.credential(matcher.start(1), matcher.end(1));
        }
    }
}
