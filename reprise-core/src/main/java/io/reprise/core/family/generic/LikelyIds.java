package io.reprise.core.family.generic;

import io.reprise.core.family.Volatility;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is likely to have another value each time in an answer of an unknown API: members with the usual names of ids, times
 * and state, but only if the value looks like one. So {@code "id": "blue"} is part of what an answer says, and
 * {@code "id": "job-83ncuf92ns8"} is not. Values that can hardly be anything else, such as UUIDs, count in members of any
 * name but those for text.
 */
final class LikelyIds {
    private static final Pattern ID =
            Pattern.compile("(?:.*_)?(?:u?u?id|guid)|.*[a-z](?:Id|ID|Uuid)|(?:.*_)?(?:token|cursor|code)|.*Token");
    /** Google's names of resources, which end in an id. */
    private static final Pattern RESOURCE = Pattern.compile("[A-Za-z]{3,40}(?:/[A-Za-z0-9_.-]++)++");

    private static final Pattern TIME = Pattern.compile(
            "created|updated|modified|expires|timestamp|(?:.*_)?(?:at|time|timestamp)|.*[a-z](?:At|Time|Timestamp)");
    private static final Pattern STATE = Pattern.compile(
            "(?:.*_)?signature|.*Signature|encrypted_.*|encrypted[A-Z].*|redacted_content|redactedContent");

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern PREFIXED = Pattern.compile("[a-z]{2,16}(?:_[a-z]{2,16}){0,3}_[A-Za-z0-9]{14,64}");
    private static final Pattern ID_TEXT = Pattern.compile("[A-Za-z0-9_./:+=-]{6,200}");
    private static final Pattern SEPARATOR = Pattern.compile("[-_./:+=]");
    private static final Pattern ISO_TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d.*");
    private static final Pattern EPOCH = Pattern.compile("1\\d{9}(?:\\d{3}){0,3}(?:\\.\\d+)?");

    /** Shorter words with digits, such as {@code v3beta}, are names. */
    private static final int SHORTEST_RANDOM = 8;

    private static final int SHORTEST_OF_ALL_KINDS = 5;

    private static final int SHORTEST_STATE = 32;

    private static final Set<String> TEXT =
            Set.of("text", "content", "value", "output", "answer", "body", "message", "title", "description", "data");

    private LikelyIds() {}

    static Optional<Volatility> why(String name, Json value) {
        if (value instanceof Json.JsonNumber number) {
            return TIME.matcher(name).matches()
                            && EPOCH.matcher(number.spelling()).matches()
                    ? Optional.of(Volatility.TIME)
                    : Optional.empty();
        }
        List<Json> items = value.items();
        return items.isEmpty() ? value.string().flatMap(text -> whyText(name, text)) : whyAll(name, items);
    }

    /** A list of ids. */
    private static Optional<Volatility> whyAll(String name, List<Json> items) {
        String singular = name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
        boolean areIds = items.stream()
                .allMatch(item -> item.string()
                        .flatMap(text -> whyText(singular, text))
                        .filter(Volatility.ID::equals)
                        .isPresent());
        return areIds ? Optional.of(Volatility.ID) : Optional.empty();
    }

    private static Optional<Volatility> whyText(String name, String text) {
        boolean isNamed = ID.matcher(name).matches()
                || name.equals("name") && RESOURCE.matcher(text).matches();
        if (isNamed && isRandom(text) || isSurely(text) && !TEXT.contains(name)) {
            return Optional.of(Volatility.ID);
        }
        if (TIME.matcher(name).matches() && ISO_TIME.matcher(text).matches()) {
            return Optional.of(Volatility.TIME);
        }
        return STATE.matcher(name).matches() && text.length() >= SHORTEST_STATE && text.indexOf(' ') < 0
                ? Optional.of(Volatility.STATE)
                : Optional.empty();
    }

    private static boolean isSurely(String text) {
        return UUID.matcher(text).matches()
                || PREFIXED.matcher(text).matches() && isRandomWord(text.substring(text.lastIndexOf('_') + 1));
    }

    private static boolean isRandom(String text) {
        return UUID.matcher(text).matches()
                || ID_TEXT.matcher(text).matches()
                        && SEPARATOR.splitAsStream(text).anyMatch(LikelyIds::isRandomWord);
    }

    private static boolean isRandomWord(String word) {
        boolean isOfAllKinds = word.length() >= SHORTEST_OF_ALL_KINDS
                && word.chars().anyMatch(Character::isDigit)
                && word.chars().anyMatch(Character::isLowerCase)
                && word.chars().anyMatch(Character::isUpperCase);
        return isOfAllKinds
                || word.length() >= SHORTEST_RANDOM
                        && word.chars().filter(c -> c >= '0' && c <= '9').count() >= 2
                        && word.chars().anyMatch(Character::isLetter);
    }
}
