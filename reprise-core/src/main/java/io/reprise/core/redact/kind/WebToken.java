package io.reprise.core.redact.kind;

import io.reprise.core.redact.format.CredentialKind;
import io.reprise.core.redact.format.Examples;
import io.reprise.core.redact.format.Surroundings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JSON web token, signed (RFC 7515) or encrypted (RFC 7516). */
final class WebToken implements CredentialKind {
    /** A header ends before what may be another token, so that {@code eyJ-eyJ-…} is read once. */
    private static final String HEADER = "(eyJ(?:[A-Za-z0-9]|[_-](?!eyJ)){10,}+)\\.";

    private static final Pattern SIGNED = Pattern.compile(HEADER + "(eyJ[A-Za-z0-9_-]{8,}+)\\.([A-Za-z0-9_-]{16,}+)");
    private static final Pattern ENCRYPTED = Pattern.compile(
            HEADER + "[A-Za-z0-9_-]*+\\.[A-Za-z0-9_-]{12,}+\\.[A-Za-z0-9_-]{16,}+\\.[A-Za-z0-9_-]{16,}+");

    /** The claims of the token that jwt.io shows everybody, and those of tokens that are public by design. */
    private static final Pattern HARMLESS = Pattern.compile(
            "\"John Doe\"|\"sub\"\\s*:\\s*\"1234567890\"|\"role\"\\s*:\\s*\"anon\"|\"name\"\\s*:\\s*\"Jane Doe\"");

    @Override
    public String name() {
        return "JSON web token";
    }

    @Override
    public List<String> markers() {
        return List.of("eyJ");
    }

    @Override
    public void find(String text, int at, Places places) {
        if (!Surroundings.isStart(text, at)) {
            return;
        }
        Matcher signed = SIGNED.matcher(text).region(at, text.length());
        if (signed.lookingAt()) {
            if (isHeader(signed.group(1))
                    && !HARMLESS.matcher(decoded(signed.group(2))).find()
                    && !Examples.isExample(signed.group(3))
                    && !Examples.isDocumented(signed.group())) {
                places.credential(at, signed.end());
            }
            return;
        }
        Matcher encrypted = ENCRYPTED.matcher(text).region(at, text.length());
        if (encrypted.lookingAt() && decoded(encrypted.group(1)).contains("\"enc\"")) {
            places.credential(at, encrypted.end());
        }
    }

    private static boolean isHeader(String coded) {
        String header = decoded(coded);
        return header.contains("\"alg\"") || header.contains("\"typ\"") || header.contains("\"kid\"");
    }

    private static String decoded(String coded) {
        String whole = coded.substring(0, coded.length() - (coded.length() % 4 == 1 ? 1 : 0));
        return new String(Base64.getUrlDecoder().decode(whole), StandardCharsets.ISO_8859_1);
    }
}
