package io.reprise.core.redact.kind;

import io.reprise.core.redact.format.CredentialKind;
import io.reprise.core.redact.format.Examples;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of HTTP messages in a text: {@code Authorization: …}, {@code Cookie: …} and {@code Set-Cookie: …}. */
final class HeaderLine implements CredentialKind {
    private static final double LEAST_RANDOM = 0.0;
    private static final String NAME_END = "\\\\*[\"']?\\s{0,4}(?::|=>?|,)\\s{0,4}[\\[(]?\\\\*[\"']?";
    private static final Pattern AUTHORIZATION = Pattern.compile("(?i:uthorization)" + NAME_END
            + "(?!(?i:basic) )(?:[A-Za-z][A-Za-z0-9-]{2,20} )?(?:token=\\\\*\"?)?([A-Za-z0-9._~+/-]{16,}+=*+)");

    /** The rest of a line up to its next cookie; few of them are read, since each is read again from its own name on. */
    private static final String COOKIES_PART = "(?:[^\\r\\n\"'\\\\oO]|[oO](?!(?i:okie)))*+";

    private static final Pattern COOKIES = Pattern.compile("(?i:ookie2?)" + NAME_END + "((?=[^\\r\\n\"'\\\\]{8})"
            + COOKIES_PART + "(?:[oO]" + COOKIES_PART + "){0,20}+)");
    private static final Pattern COOKIE = Pattern.compile("(?:^|[;,]\\s?)\\s*[^=;\\s]{1,100}=([^;,\\s]{16,}+)");

    @Override
    public String name() {
        return "value of a header that holds credentials";
    }

    @Override
    public List<String> markers() {
        return List.of("uthorization", "UTHORIZATION", "ookie", "OOKIE");
    }

    @Override
    public void find(String text, int at, Places places) {
        if (text.charAt(at) == 'o' || text.charAt(at) == 'O') {
            cookies(text, at, places);
            return;
        }
        Matcher matcher = AUTHORIZATION.matcher(text);
        if (matcher.region(at, text.length()).lookingAt() && Examples.looksRandom(matcher.group(1), LEAST_RANDOM)) {
            places.credential(matcher.start(1), matcher.end(1));
        }
    }

    private static void cookies(String text, int at, Places places) {
        Matcher line = COOKIES.matcher(text);
        if (line.region(at, text.length()).lookingAt()) {
            Matcher cookie = COOKIE.matcher(text).region(line.start(1), line.end(1));
            while (cookie.find()) {
                if (Examples.looksRandom(cookie.group(1), LEAST_RANDOM)) {
                    places.credential(cookie.start(1), cookie.end(1));
                }
            }
        }
    }
}
