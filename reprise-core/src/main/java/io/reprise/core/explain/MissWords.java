package io.reprise.core.explain;

import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.Miss.Reason;
import io.reprise.core.explain.difference.Difference;
import io.reprise.core.explain.difference.DisplayText;
import io.reprise.core.plan.Expired;
import io.reprise.core.plan.OnExpired;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The explanation of a miss as text, short and long. */
final class MissWords {
    private static final int MOST_ON_A_LINE = 3;
    private static final int MOST_IN_A_MESSAGE = 12;
    private static final int LONGEST_LINE = 400;
    private static final int LONGEST_DIFFERENCE = 600;
    private static final int LONGEST_NAME = 200;

    private static final String NO_KEY = "the client has no API key to ask the upstream with";

    private MissWords() {}

    static String line(Miss miss) {
        Optional<Nearest> nearest = miss.nearest();
        String line;
        if (miss.reason() == Reason.NO_KEY) {
            return NO_KEY;
        }
        if (miss.reason() == Reason.NEVER_KEPT) {
            line = neverKept(miss);
        } else if (miss.remedy().expired().isPresent()) {
            line = expired(miss.remedy().expired().get());
        } else if (nearest.isEmpty()) {
            line = nothingNear(miss);
        } else if (nearest.get().isSameQuestion()) {
            line = sameQuestion(miss, nearest.get());
        } else if (nearest.get().otherMethod().isPresent()) {
            line = otherMethod(miss, nearest.get());
        } else {
            List<Difference> differences = nearest.get().differences();
            line = "nearest " + location(nearest.get()) + " differs in "
                    + differences.stream()
                            .limit(MOST_ON_A_LINE)
                            .map(Difference::toString)
                            .collect(Collectors.joining("; "))
                    + more(differences.size() - MOST_ON_A_LINE, "; and ");
        }
        String keyless =
                miss.remedy().missingKey().map(variable -> NO_KEY + "; ").orElse("");
        return DisplayText.elided(keyless + line, LONGEST_LINE);
    }

    static String message(Miss miss) {
        StringBuilder message = new StringBuilder();
        message.append(beginning(miss.reason())).append(asked(miss.asked()));
        if (miss.reason() == Reason.NO_KEY) {
            return message.append(": ")
                    .append(NO_KEY)
                    .append('\n')
                    .append(howToAsk(miss))
                    .toString();
        }
        message.append(miss.remedy()
                        .missingKey()
                        .map(variable -> ", and " + NO_KEY)
                        .orElse(""))
                .append('\n');
        Optional<Nearest> nearest = miss.nearest();
        if (miss.reason() == Reason.NEVER_KEPT) {
            message.append(neverKept(miss)).append('\n');
        } else if (miss.remedy().expired().isPresent()) {
            message.append(expired(miss.remedy().expired().get())).append('\n');
        } else if (nearest.isEmpty()) {
            message.append(nothingNear(miss)).append('\n');
        } else if (nearest.get().isSameQuestion()) {
            message.append(sameQuestion(miss, nearest.get())).append('\n');
        } else if (nearest.get().otherMethod().isPresent()) {
            message.append(otherMethod(miss, nearest.get())).append('\n');
        } else {
            differences(miss, nearest.get(), message);
        }
        if (miss.asked().path().contains("//")) {
            message.append(
                    "the path has two slashes in a row; perhaps the base URL of the client must not end in '/'\n");
        }
        remedies(miss, message);
        return message.toString();
    }

    private static String beginning(Reason reason) {
        return switch (reason) {
            case OTHER_MESSAGE -> "no recorded WebSocket conversation continues with this message: ";
            case NO_KEY -> "no upstream was asked for ";
            case NOT_RECORDED, USED_UP, NEVER_KEPT, EXPIRED -> "no recording answers ";
        };
    }

    private static String asked(Miss.Asked asked) {
        String model = asked.model().map(name -> " model=" + shortened(name)).orElse("");
        return asked.method() + " " + shortened(asked.path()) + model + " test="
                + shortened(asked.test().toString()) + " key="
                + asked.key().brief();
    }

    private static void differences(Miss miss, Nearest nearest, StringBuilder message) {
        message.append("the nearest is ").append(location(nearest)).append(whose(miss, nearest));
        message.append("; the differences are marked as [-recording-] and {+request+}:\n");
        List<Difference> differences = nearest.differences();
        for (Difference difference : differences.subList(0, Math.min(MOST_IN_A_MESSAGE, differences.size()))) {
            message.append("  ")
                    .append(DisplayText.elided(difference.toString(), LONGEST_DIFFERENCE))
                    .append('\n');
        }
        int left = differences.size() - MOST_IN_A_MESSAGE;
        message.append(left > 0 ? "  " + more(left, "and ") + "\n" : "");
        if (!miss.coverage().isComplete() && miss.reason() != Reason.OTHER_MESSAGE) {
            message.append(soFar(miss)).append(", so there may be a nearer one\n");
        }
    }

    /** The test that the recording belongs to, if it is not the test that asks. */
    private static String whose(Miss miss, Nearest nearest) {
        TestId asking = miss.asked().test();
        if (nearest.test().equals(asking)) {
            return "";
        }
        return nearest.test().isNone()
                ? " (recorded without a test)"
                : " (of another test, " + quoted(nearest.test()) + ", so it cannot answer this request)";
    }

    private static String otherMethod(Miss miss, Nearest nearest) {
        return "the recordings of this path are of "
                + shortened(nearest.otherMethod().orElse("")) + " (such as " + location(nearest)
                + "), but this request is a " + shortened(miss.asked().method());
    }

    private static String sameQuestion(Miss miss, Nearest nearest) {
        TestId asking = miss.asked().test();
        if (miss.reason() == Reason.USED_UP) {
            return "all recordings of this question are used up, the last one is " + location(nearest)
                    + "; start the test over, or use --repeat last or cycle";
        }
        if (nearest.test().equals(asking) || nearest.test().isNone()) {
            Optional<String> named = miss.asked().asker().upstream();
            String answered = nearest.source().upstream();
            if (named.isPresent() && !answered.isEmpty() && !named.get().equals(answered)) {
                return "upstream: the same question is recorded for the upstream \"" + shortened(answered) + "\" ("
                        + location(nearest) + "), but this request names the upstream \"" + shortened(named.get())
                        + "\", and gets only the recordings of this upstream and those without one";
            }
            return "this question is recorded in " + location(nearest)
                    + ", but was not found a moment ago; send the request again";
        }
        return "test id: the same question is recorded for " + tests(nearest) + " (" + location(nearest) + "), but "
                + (asking.isNone() ? "this request names no test" : "this request names the test " + quoted(asking))
                + ", and a test gets only its own recordings and those without a test";
    }

    /** All that are known, such as {@code "a", "b", "c" and 2 more}. */
    private static String tests(Nearest nearest) {
        List<String> names = Stream.concat(Stream.of(nearest.test()), nearest.otherTests().known().stream())
                .map(MissWords::quoted)
                .toList();
        int more = nearest.otherTests().more();
        int last = more > 0 || names.size() == 1 ? names.size() : names.size() - 1;
        return String.join(", ", names.subList(0, last))
                + (last < names.size() ? " and " + names.get(last) : "")
                + more(more, " and ");
    }

    private static String expired(Expired expired) {
        String location = DisplayText.visible(DisplayText.elided(expired.location(), LONGEST_NAME));
        return "the recording " + location + " " + expired.words() + ", and on-expired is " + OnExpired.FAIL;
    }

    private static String neverKept(Miss miss) {
        String unused = miss.nearest()
                .map(same -> "; the recording " + location(same) + " was made without this rule, and is not used")
                .orElse("");
        return "the rule '" + shortened(miss.remedy().neverKept().orElse(""))
                + "' of never-keep excludes this request from recording" + unused;
    }

    private static String nothingNear(Miss miss) {
        int recordings = miss.coverage().recordings();
        if (miss.reason() == Reason.USED_UP) {
            return "all recordings of this question are used up; start the test over, or use --repeat last or cycle";
        }
        if (!miss.coverage().isComplete()) {
            return "nothing similar was found yet; " + soFar(miss);
        }
        return recordings == 0
                ? "the store has no recordings yet"
                : "nothing similar is recorded; the store has " + counted(recordings);
    }

    private static String soFar(Miss miss) {
        return "the index has read " + counted(miss.coverage().recordings()) + " so far";
    }

    private static String counted(int recordings) {
        return recordings == 1 ? "1 recording" : String.format(Locale.ROOT, "%,d recordings", recordings);
    }

    private static void remedies(Miss miss, StringBuilder message) {
        boolean isOfOtherTest = miss.reason() == Reason.NOT_RECORDED
                && miss.nearest()
                        .filter(Nearest::isSameQuestion)
                        .filter(nearest -> !nearest.test().isNone())
                        .isPresent();
        moves(miss.remedy(), message);
        if (isOfOtherTest) {
            String test = miss.nearest().orElseThrow().test().name();
            message.append(
                            !miss.remedy().moves().isEmpty()
                                    ? "or send the header "
                                    : "to get that answer, send the header ")
                    .append(Remedy.commandLine(List.of("X-Reprise-Test: " + test)))
                    .append('\n');
        }
        if (!miss.remedy().rules().isEmpty()) {
            String which = miss.remedy().rules().size() == 1 ? "this rule" : "these rules";
            message.append("if these differences should not matter, add ")
                    .append(which)
                    .append(" to reprise.yaml:\n");
            miss.remedy()
                    .rules()
                    .forEach(rule -> message.append("  - ").append(rule).append('\n'));
        }
        if (miss.remedy().missingKey().isPresent()) {
            message.append(howToAsk(miss));
            return;
        }
        if (miss.reason() == Reason.NEVER_KEPT) {
            message.append("remove this rule from never-keep, or use the mode live; then,\n");
        }
        message.append(howToRecord(miss)).append(":\n  ");
        message.append(miss.remedy().command());
    }

    private static void moves(Remedy remedy, StringBuilder message) {
        if (remedy.moves().isEmpty()) {
            return;
        }
        message.append(
                remedy.moves().size() == 1
                        ? "if the test was renamed, give it these recordings:\n"
                        : "if the test was renamed, give it the recordings of its old name, with one of these commands:\n");
        remedy.moves().forEach(move -> message.append("  ").append(move).append('\n'));
    }

    private static String howToAsk(Miss miss) {
        String variable = miss.remedy().missingKey().orElse("");
        return "to ask the upstream, set " + variable
                + " and run the client again; where the upstream needs no key, any text"
                + " will do\nif the client has a key from elsewhere, such as a file or a login, leave the variable unset:"
                + " reprise run --env " + variable;
    }

    private static String howToRecord(Miss miss) {
        boolean isReplayAsked = miss.remedy().isReplayAsked();
        String how = switch (miss.reason()) {
            case OTHER_MESSAGE ->
                isReplayAsked
                        ? "to record it again, run the whole test without the header 'X-Reprise-Mode: replay', with a server in the mode record"
                        : "to record it again, run the whole test with a server in the mode record, or with the header 'X-Reprise-Mode: record'";
            case EXPIRED ->
                isReplayAsked
                        ? "to record again what is too old, run the tests without the header 'X-Reprise-Mode: replay', and with"
                        : "to record again what is too old, run the tests with";
            case NOT_RECORDED, USED_UP, NEVER_KEPT, NO_KEY ->
                isReplayAsked
                        ? "to record it, send the request without the header 'X-Reprise-Mode: replay' to a server that records"
                        : "to record it";
        };
        return how + (miss.remedy().needsUrl() ? " (put the URL of the API in the place of URL)" : "");
    }

    private static String location(Nearest nearest) {
        return DisplayText.visible(DisplayText.elided(nearest.location(), LONGEST_NAME));
    }

    private static String quoted(TestId test) {
        return '"' + shortened(test.name()) + '"';
    }

    private static String shortened(String text) {
        return DisplayText.visible(DisplayText.elided(text, LONGEST_NAME));
    }

    private static String more(int count, String before) {
        return count > 0 ? before + count + " more" : "";
    }
}
