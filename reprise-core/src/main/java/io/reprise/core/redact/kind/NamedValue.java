package io.reprise.core.redact.kind;

import io.reprise.core.redact.format.CredentialKind;
import io.reprise.core.redact.format.Examples;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A value beside a name that says that it is a credential, as in {@code "api_key": "…"}, {@code API_KEY=…} or {@code <apiKey>…</apiKey>}. */
public final class NamedValue implements CredentialKind {
    /** What the kind is called. */
    public static final String NAME = "value of a member whose name says that it is a credential";

    private static final int LONGEST_NAME = 80;
    private static final int SHORTEST = 16;
    private static final int LONG = 24;
    private static final int SHORTEST_ALONE = 20;

    /** Short values and values of words are more often something else. */
    private static final double LEAST_RANDOM = -0.3;

    private static final double LEAST_RANDOM_OF_SHORT = 0.1;

    /** From the end of a name to its value. */
    private static final String SEPARATOR =
            "(?:\\\\*[\"'`\\])]*\\s{0,8}(?::|=>?|:=)\\s{0,8}|\\\\*+[\"'`]?\\s{0,4}\\\\*>\\s{0,8}|"
                    + "\\\\*[\"'],?\\s{0,4}\\\\*[\"']?value\\\\*[\"']?\\s{0,4}[:=]\\s{0,4}|\\\\*[\"']\\s{0,4},\\s{0,4}(?=\\\\*[\"'])|"
                    + "\\\\*\"(?:\\r?\\n){2}| is:? | \\| )\\\\*[\"'`]?";

    /** Names with a colon may stand in a value, each with a value of its own, so that few of them are read. */
    private static final int MOST_COLONS = 40;

    private static final String CHARACTER = "[A-Za-z0-9_.~+/!@#%^*$-]";
    private static final String IN_QUOTES = "(?:" + CHARACTER + "|(?<=[\"'`][^\\s\"'`&=:]{0,2000})&)";
    private static final String PARTS = "(?::" + CHARACTER + "*+){0," + MOST_COLONS + "}+";

    /** Up to the first ampersand or, in quotes, to the second. */
    private static final Pattern VALUE = Pattern.compile(SEPARATOR
            + "((?:(?=(?:" + IN_QUOTES + "|:){8}+)" + IN_QUOTES + "*+" + PARTS
            + "|(?=(?:" + CHARACTER + "|:){8}+)" + CHARACTER + "*+" + PARTS + ")={0,2})"
            + "(?=[\\s\"'`<>;,)\\]}\\\\|&=]|[.!?]?$|[^\\x00-\\x7f])");

    private static final Pattern OPTION = Pattern.compile("\\s{1,4}\\\\*[\"']?([A-Za-z0-9_.~+/-]{16,}+={0,2})");

    /** Servers take no longer headers. */
    private static final int LONGEST = 8_192;

    /** The last words of names, without the first letter where its case does not tell. */
    private static final Set<String> ENDS = Set.of(
            "key",
            "Key",
            "KEY",
            "token",
            "Token",
            "TOKEN",
            "secret",
            "Secret",
            "SECRET",
            "assword",
            "ASSWORD",
            "asswd",
            "ASSWD",
            "assphrase",
            "ASSPHRASE",
            "pwd",
            "PWD",
            "PAT");

    private static final int LONGEST_END = 10;
    private static final int SHORTEST_PASSWORD = 10;

    private static final Set<String> KEYS = Set.of(
            "api",
            "access",
            "secret",
            "private",
            "subscription",
            "account",
            "encryption",
            "signing",
            "master",
            "license",
            "shared",
            "sharedaccess",
            "app",
            "application",
            "service",
            "admin",
            "storage",
            "function",
            "auth",
            "client",
            "consumer",
            "integration",
            "ingest",
            "write",
            "personal",
            "user",
            "deploy",
            "webhook");

    private static final Set<String> TOKENS = Set.of(
            "auth",
            "authorization",
            "access",
            "refresh",
            "session",
            "bearer",
            "security",
            "api",
            "bot",
            "user",
            "deploy",
            "personal",
            "oauth",
            "id",
            "service",
            "server",
            "account",
            "verification",
            "subscription",
            "private",
            "vault",
            "figma",
            "github",
            "gitlab",
            "slack",
            "npm",
            "hf",
            "client",
            "app",
            "secret",
            "admin",
            "write",
            "read",
            "personalaccess",
            "identity",
            "install",
            "registration");

    /** Names of values that everybody may know, or that only look like names of credentials. */
    private static final Set<String> HARMLESS = Set.of(
            "publickey",
            "publishablekey",
            "primarykey",
            "foreignkey",
            "partitionkey",
            "translationkey",
            "sortkey",
            "cachekey",
            "idempotencykey",
            "pagetoken",
            "nexttoken",
            "continuationtoken",
            "cursortoken",
            "maxtoken",
            "mintoken",
            "eostoken",
            "bostoken",
            "padtoken",
            "specialtoken",
            "stoptoken",
            "counttoken",
            "synctoken",
            "changetoken",
            "clientrequesttoken",
            "icepwd");

    /** What is no value but stands for one, and values that providers give to everybody, such as keys for browsers. */
    private static final Pattern NO_VALUE = Pattern.compile(
            "://|^(?:\\$|process\\.env|os\\.environ|phc_|pk_live_|pk_test_|pk\\.eyJ|pub[0-9a-f]{32}|sb_publishable_)");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> markers() {
        return List.copyOf(ENDS);
    }

    @Override
    public void find(String text, int at, Places places) {
        int end = endOfName(text, at);
        if (end >= text.length() || "\"'`\\ :=>)]".indexOf(text.charAt(end)) < 0) {
            return;
        }
        int start = startOfName(text, at);
        int shortest = shortest(text.substring(start, end), start > 0 ? text.charAt(start - 1) : ' ');
        if (shortest == 0) {
            return;
        }
        Matcher matcher = VALUE.matcher(text).region(end, text.length());
        matcher.useTransparentBounds(true);
        if (!matcher.lookingAt()) {
            boolean isOption = text.startsWith("--", start);
            matcher = OPTION.matcher(text).region(end, text.length());
            if (!isOption || !matcher.lookingAt()) {
                return;
            }
        }
        if (matcher.end(1) - matcher.start(1) <= LONGEST && isReal(matcher.group(1), shortest)) {
            places.credential(matcher.start(1), matcher.end(1));
        }
    }

    /** How long a value with such a name is at least; 0 if the name means no credential. */
    private static int shortest(String name, char before) {
        String plain = plain(name);
        if (HARMLESS.stream().anyMatch(plain::endsWith)) {
            return 0;
        }
        if (plain.endsWith("key")) {
            boolean isQuery = plain.equals("key") && (before == '?' || before == '&');
            boolean isKnown = isConstant(name) || endsWithOneOf(plain, "key", KEYS);
            return isQuery ? SHORTEST_ALONE : isKnown ? SHORTEST : 0;
        }
        if (plain.endsWith("token")) {
            boolean isKnown = isConstant(name) || endsWithOneOf(plain, "token", TOKENS);
            return isKnown ? SHORTEST : plain.equals("token") ? SHORTEST_ALONE : 0;
        }
        boolean isSecret = plain.endsWith("secret") || plain.endsWith("base") || plain.endsWith("pat");
        return isSecret ? SHORTEST : SHORTEST_PASSWORD;
    }

    /** Whether it is the name of a variable of the environment, such as {@code HF_TOKEN}; a letter before it may belong to an escape. */
    private static boolean isConstant(String name) {
        int start = name.length();
        while (start > 0 && !Character.isLowerCase(name.charAt(start - 1))) {
            start--;
        }
        return name.indexOf('_', start) > start;
    }

    /** The letters of a name, in lower case; digits at its end only count values. */
    private static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                plain.append((char) (c + 'a' - 'A'));
            } else if (c >= 'a' && c <= 'z') {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static boolean endsWithOneOf(String plain, String end, Set<String> words) {
        String rest = plain.substring(0, plain.length() - end.length());
        return words.stream().anyMatch(rest::endsWith);
    }

    private static boolean isReal(String value, int shortest) {
        if (value.length() < shortest || NO_VALUE.matcher(value).find() || Examples.isDocumented(value)) {
            return false;
        }
        if (shortest < SHORTEST && value.length() < SHORTEST) {
            return isMixed(value) && Examples.isPassword(value) && Examples.looksRandom(value, LEAST_RANDOM_OF_SHORT);
        }
        double least =
                isMixed(value) ? Examples.LEAST_RANDOM : value.length() >= LONG ? LEAST_RANDOM : LEAST_RANDOM_OF_SHORT;
        return Examples.looksRandom(value, least) && value.chars().anyMatch(Character::isLetter);
    }

    /** Whether a short password has letters, digits and one more kind of character. */
    private static boolean isMixed(String value) {
        int kinds = (value.chars().anyMatch(Character::isLowerCase) ? 1 : 0)
                + (value.chars().anyMatch(Character::isUpperCase) ? 1 : 0)
                + (value.chars().anyMatch(Character::isDigit) ? 1 : 0)
                + (value.chars().anyMatch(c -> !Character.isLetterOrDigit(c)) ? 1 : 0);
        return kinds >= 3 && value.chars().anyMatch(Character::isDigit);
    }

    /** Where the word begins that has {@code at} in it, or the one before it in a phrase such as {@code access token}. */
    private static int startOfName(String text, int at) {
        int end = at;
        int start = startOfWord(text, end);
        while (start == end && start > 1 && at - start < LONGEST_NAME && text.charAt(start - 1) == ' ') {
            end = start - 1;
            start = startOfWord(text, end);
        }
        return start;
    }

    private static int startOfWord(String text, int end) {
        int start = end;
        while (start > 0 && end - start < LONGEST_NAME && isNamePart(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    /** Where a name ends whose last word, but for a number, begins at {@code at}; the end of the text if other letters follow. */
    private static int endOfName(String text, int at) {
        int end = at;
        while (end < text.length() && end - at < LONGEST_END && isLetter(text.charAt(end))) {
            end++;
        }
        boolean isWord = ENDS.contains(text.substring(at, end));
        while (isWord && end < text.length() && (text.charAt(end) == '_' || Character.isDigit(text.charAt(end)))) {
            end++;
        }
        if (isWord && text.startsWith("BASE", end)) {
            end += 4;
        }
        return isWord ? end : text.length();
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isNamePart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.';
    }
}
