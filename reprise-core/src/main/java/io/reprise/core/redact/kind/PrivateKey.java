package io.reprise.core.redact.kind;

import io.reprise.core.redact.format.CredentialKind;
import io.reprise.core.redact.format.Examples;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A private key in the textual encoding of RFC 7468, on several lines or on one, also as a string of JSON within strings of JSON. */
final class PrivateKey implements CredentialKind {
    /** An Ed25519 key has 64 characters of base64; keys in documentation are cut off. */
    private static final int SHORTEST = 48;

    private static final String NAME = " (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----";

    /** All characters of a key with a head of its own, up to the next beginning or end of something. */
    private static final String WHOLE = "((?:[A-Za-z0-9+/=\\s\\\\:.,()]|-(?!----(?:BEGIN|END) )){40,40000}+)";

    private static final String LINE_END = "(?:\\s|\\\\++[nr]|%0A|%0D|%20|\\++(?=[\\s\\\\%]))";

    /** A key of which the end is missing. */
    private static final String LINES = "((?:" + LINE_END + "{0,8}+[A-Za-z0-9+/=]{20,20000}+){1,400}+)";

    private static final Pattern PATTERN =
            Pattern.compile("-----BEGIN" + NAME + "(?:" + WHOLE + "-----END" + NAME + "|" + LINES + ")");

    private static final Pattern LAYOUT = Pattern.compile("\\\\++[nrtu]?|[^A-Za-z0-9+/\\\\]");

    @Override
    public String name() {
        return "private key";
    }

    @Override
    public List<String> markers() {
        return List.of("-----BEGIN ");
    }

    @Override
    public void find(String text, int at, Places places) {
        Matcher matcher = PATTERN.matcher(text);
        if (matcher.region(at, text.length()).lookingAt()) {
            String key = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            String letters = LAYOUT.matcher(key).replaceAll("");
            if (letters.length() >= SHORTEST && !key.contains("...") && !Examples.isExample(letters)) {
                places.credential(matcher.start(), matcher.end());
            }
        }
    }
}
