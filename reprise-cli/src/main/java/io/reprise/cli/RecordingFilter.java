package io.reprise.cli;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Layout;
import io.reprise.core.store.Store;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Selects recordings; an empty condition is always true. */
record RecordingFilter(Optional<TestId> test, Optional<Pattern> model, Optional<Pattern> text) {
    boolean isNone() {
        return test.isEmpty() && model.isEmpty() && text.isEmpty();
    }

    /** A pattern in which {@code *} is any text. */
    static Pattern glob(String glob) {
        return Pattern.compile(Pattern.quote(glob).replace("*", "\\E.*\\Q"), Pattern.DOTALL);
    }

    /** A regular expression that ignores upper and lower case. */
    static Pattern regex(String regex) {
        try {
            return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "--grep: '" + regex + "' is not a regular expression: " + wrong.getDescription(), wrong);
        }
    }

    boolean accepts(Store.Entry entry) {
        ParsedRequest request = entry.question().parsed();
        return test.map(entry.recording().test()::equals).orElse(true)
                && model.map(pattern -> request.model()
                                .filter(name -> pattern.matcher(name).matches())
                                .isPresent())
                        .orElse(true)
                && text.map(pattern -> isIn(
                                pattern, request, entry.recording().exchange().response()))
                        .orElse(true);
    }

    private static boolean isIn(Pattern pattern, ParsedRequest parsed, Response response) {
        Request request = parsed.request();
        return pattern.matcher(request.path() + "?" + request.query()).find()
                || pattern.matcher(readable(parsed)).find()
                || parsed.family().texts(new ParsedResponse(response)).stream()
                        .anyMatch(text -> pattern.matcher(text.joined()).find());
    }

    /** Replaces the escapes of JSON by their characters. */
    private static String readable(ParsedRequest request) {
        return request.json()
                .map(json -> json.write(Layout.COMPACT))
                .orElseGet(() -> request.request().body().toString());
    }
}
