package io.reprise.core.redact.search;

import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.json.Json;
import io.reprise.core.redact.format.Examples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the credentials that a request sends: in headers, by their names and schemes, and in its query. */
final class SentCredentials {
    /** Fields that are not the same twice, and are no secrets. */
    private static final Set<String> MADE_UP = Set.of("sec-websocket-key", "idempotency-key", "x-idempotency-key");

    /** RFC 9110, 11.4: {@code scheme token} or {@code scheme name=value, name="value"}. */
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)[ \\t]+(\\S.*)", Pattern.DOTALL);

    private static final Pattern PARAMETER =
            Pattern.compile("(?<![A-Za-z0-9_-])([A-Za-z0-9_-]++)=(?:\"([^\"]*+)\"|([^\\s,;\"]++))");
    private static final Set<String> NAMING_PARAMETERS = Set.of("response", "credential", "signature", "key", "token");

    /** In names of protocols, at the end of a part; what is behind the last dot is a credential. */
    private static final Pattern WORD = Pattern.compile("(?i)key|token|auth|bearer|secret|credential");

    private static final Pattern BEHIND_DOT = Pattern.compile("[A-Za-z0-9_~+/=-]{8,}");

    private final Set<String> found = new LinkedHashSet<>();

    /** @param query percent-encoded as it came */
    static Set<String> in(Headers headers, String query) {
        SentCredentials sent = new SentCredentials();
        headers.fields().stream()
                .filter(field -> isOne(field.name(), field.value()))
                .forEach(sent::header);
        sent.query(query);
        return sent.found;
    }

    /** Whether the value of a header is a credential, or has some. */
    static boolean isOne(String name, String value) {
        boolean isNamed = CredentialNames.isHeader(name) || name.endsWith("auth") || name.endsWith("-key");
        return isNamed && !MADE_UP.contains(name)
                || value.startsWith("{")
                || value.regionMatches(true, 0, "bearer ", 0, 7)
                || value.regionMatches(true, 0, "basic ", 0, 6);
    }

    /** The credentials in the value of a header that is to have one. */
    static Set<String> inHeader(String name, String value) {
        SentCredentials sent = new SentCredentials();
        sent.header(new Headers.Field(name, value));
        return sent.found;
    }

    private void header(Headers.Field field) {
        String value = field.value().strip();
        if (field.name().equals("cookie") || field.name().equals("set-cookie")) {
            cookies(value);
        } else if (field.name().equals("sec-websocket-protocol")) {
            protocols(value);
        } else if (value.startsWith("{")) {
            Json.tryParse(value).ifPresent(this::members);
        } else {
            authorization(value);
        }
    }

    private void authorization(String value) {
        Matcher scheme = SCHEME.matcher(value);
        if (!scheme.matches()) {
            token(value);
        } else if (scheme.group(1).equalsIgnoreCase("basic")) {
            found.add(scheme.group(2));
            login(decoded(scheme.group(2)));
        } else if (PARAMETER.matcher(scheme.group(2)).lookingAt()
                && scheme.group(2).indexOf(',') > 0) {
            parameters(scheme.group(2));
        } else {
            found.add(scheme.group(2));
            token(scheme.group(2));
        }
    }

    /** A token, or an id and a secret. */
    private void token(String text) {
        found.add(text);
        int colon = text.indexOf(':');
        if (colon > 0) {
            found.add(text.substring(colon + 1));
        }
    }

    /** {@code user:password}; some APIs take a key as the user, without a password. */
    private void login(String text) {
        int colon = text.indexOf(':');
        if (colon >= 0) {
            found.add(text);
            found.add(text.substring(colon + 1));
            found.add(
                    looksRandom(text.substring(0, colon)) || colon == text.length() - 1
                            ? text.substring(0, colon)
                            : "");
        }
    }

    private void parameters(String text) {
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.find()) {
            String name = parameter.group(1).toLowerCase(Locale.ROOT);
            String value = Optional.ofNullable(parameter.group(2)).orElseGet(() -> parameter.group(3));
            if (NAMING_PARAMETERS.contains(name) || CredentialNames.isHeader(name)) {
                int scope = value.indexOf('/');
                found.add(name.equals("credential") && scope > 0 ? value.substring(0, scope) : value);
            }
        }
    }

    /** Many cookies say something else, in words. */
    private void cookies(String text) {
        for (String cookie : text.split(";", -1)) {
            String value = cookie.substring(cookie.indexOf('=') + 1).strip().replace("\"", "");
            if (value.chars().anyMatch(c -> c >= '0' && c <= '9')
                    && value.chars().anyMatch(Character::isLetter)) {
                found.add(value);
                found.add(PercentEncoding.decodeText(value));
            }
        }
    }

    /** Pages in browsers name a key beside the protocol, in one of several ways. */
    private void protocols(String text) {
        String before = "";
        for (String protocol : text.split(",", -1)) {
            String name = protocol.strip();
            Optional<String> within = inProtocol(name);
            if (within.isPresent()) {
                found.add(within.get());
                found.add(decoded(within.get()));
            } else if (CredentialNames.isHeader(before) || before.equalsIgnoreCase("bearer") || looksRandom(name)) {
                found.add(name);
            }
            before = name;
        }
    }

    /** Of {@code api-key.…}, also with other parts between. */
    private static Optional<String> inProtocol(String name) {
        int dot = name.lastIndexOf('.');
        boolean isNamed = dot >= 0
                && BEHIND_DOT.matcher(name).region(dot + 1, name.length()).matches()
                && Arrays.stream(name.substring(0, dot).split("\\.", -1))
                        .anyMatch(part -> WORD.matcher(lastLetters(part)).find());
        return isNamed ? Optional.of(name.substring(dot + 1)) : Optional.empty();
    }

    private static String lastLetters(String part) {
        int start = part.length();
        while (start > 0 && (isLetter(part.charAt(start - 1)) || part.charAt(start - 1) == '-')) {
            start--;
        }
        return part.substring(start);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private void members(Json json) {
        Deque<Json> left = new ArrayDeque<>(List.of(json));
        while (!left.isEmpty()) {
            Json value = left.remove();
            for (Json.Member member : value.members()) {
                if (CredentialNames.isHeader(member.name())) {
                    member.value().string().ifPresent(this::token);
                }
                left.add(member.value());
            }
            left.addAll(value.items());
        }
    }

    private void query(String query) {
        if (query.indexOf('=') < 0) {
            return;
        }
        for (String member : query.split("&", -1)) {
            int equals = member.indexOf('=');
            String name = equals < 0 ? "" : PercentEncoding.decodeForm(member.substring(0, equals));
            if (CredentialNames.isQueryMember(name) || CredentialNames.isHeader(name)) {
                found.add(PercentEncoding.decodeForm(member.substring(equals + 1)));
                found.add(PercentEncoding.decodeText(member.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException isNone) {
            return "";
        }
    }

    /** Names of users and protocols are words; a few letters may look random by chance, but have no digits. */
    private static boolean looksRandom(String text) {
        return Examples.looksRandom(text, 0)
                && text.chars().filter(Character::isDigit).limit(2).count() == 2;
    }
}
