package io.reprise.cli;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ApiFamilies;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonSyntaxException;
import io.reprise.core.json.Layout;
import io.reprise.core.store.Recording;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which recordings are wanted; what is empty is not asked for. */
record RecordingFilter(Optional<TestId> test, Optional<Pattern> model, Optional<Pattern> text) {
    boolean isNone() {
        return test.isEmpty() && model.isEmpty() && text.isEmpty();
    }

    /** A pattern in which {@code *} is any text. */
    static Pattern glob(String glob) {
        return Pattern.compile(Pattern.quote(glob).replace("*", "\\E.*\\Q"), Pattern.DOTALL);
    }

    /** A regular expression that upper and lower case do not matter to. */
    static Pattern regex(String regex) {
        try {
            return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "--grep: '" + regex + "' is not a regular expression: " + wrong.getDescription(), wrong);
        }
    }

    boolean accepts(Recording recording) {
        Request request = recording.exchange().request();
        ApiFamily family = ApiFamilies.of(request);
        return test.map(recording.test()::equals).orElse(true)
                && model.map(pattern -> family.model(request)
                                .filter(name -> pattern.matcher(name).matches())
                                .isPresent())
                        .orElse(true)
                && text.map(pattern -> isIn(pattern, recording, family)).orElse(true);
    }

    private static boolean isIn(Pattern pattern, Recording recording, ApiFamily family) {
        Request request = recording.exchange().request();
        return pattern.matcher(request.path() + "?" + request.query()).find()
                || pattern.matcher(readable(request.body())).find()
                || family.texts(recording.exchange().response()).stream()
                        .anyMatch(text -> pattern.matcher(text.joined()).find());
    }

    /** With the letters that escapes of JSON stand for. */
    private static String readable(Bytes body) {
        try {
            return Json.parse(body.toString()).write(Layout.COMPACT);
        } catch (JsonSyntaxException notJson) {
            return body.toString();
        }
    }
}
