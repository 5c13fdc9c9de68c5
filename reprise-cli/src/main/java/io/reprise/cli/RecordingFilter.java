package io.reprise.cli;

import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.ParsedConversation;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.json.Layout;
import io.reprise.core.pattern.Glob;
import io.reprise.core.pattern.RegularExpression;
import io.reprise.core.store.Store;
import java.util.Optional;

/** Selects recordings; an empty condition is always true. */
record RecordingFilter(Optional<TestId> test, Optional<Glob> model, Optional<RegularExpression> text) {
    boolean isNone() {
        return test.isEmpty() && model.isEmpty() && text.isEmpty();
    }

    /** A regular expression that ignores upper and lower case. */
    static RegularExpression regex(String regex) {
        try {
            return RegularExpression.ignoringCase(regex);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("--grep: " + wrong.getMessage(), wrong);
        }
    }

    boolean accepts(Store.Entry entry) {
        ParsedRequest request = entry.question().parsed();
        Optional<ParsedConversation> conversation =
                ParsedConversation.of(request, entry.recording().exchange());
        return test.map(entry.recording().test()::equals).orElse(true)
                && model.map(glob -> conversation
                                .map(ParsedConversation::model)
                                .orElseGet(request::model)
                                .filter(glob::matches)
                                .isPresent())
                        .orElse(true)
                && text.map(pattern -> isIn(
                                        pattern,
                                        request,
                                        entry.recording().exchange().response())
                                || conversation
                                        .filter(said -> isIn(pattern, said))
                                        .isPresent())
                        .orElse(true);
    }

    private static boolean isIn(RegularExpression regex, ParsedConversation conversation) {
        RegularExpression.Search search = regex.search();
        return ConversationText.lines(conversation.chat()).stream().anyMatch(search::isIn);
    }

    private static boolean isIn(RegularExpression regex, ParsedRequest parsed, Response response) {
        RegularExpression.Search search = regex.search();
        Request request = parsed.request();
        return search.isIn(request.path() + "?" + request.query())
                || search.isIn(readable(parsed))
                || parsed.family().texts(new ParsedResponse(response)).stream()
                        .anyMatch(text -> search.isIn(text.joined()));
    }

    /** Replaces the escapes of JSON by their characters. */
    private static String readable(ParsedRequest request) {
        return request.json()
                .map(json -> json.write(Layout.COMPACT))
                .orElseGet(() -> request.request().body().toString());
    }
}
