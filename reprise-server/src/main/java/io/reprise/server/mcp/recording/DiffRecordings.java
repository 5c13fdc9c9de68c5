package io.reprise.server.mcp.recording;

import io.reprise.core.compare.RecordingDifference;
import io.reprise.core.compare.SetDifference;
import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.server.comparison.Comparands;
import io.reprise.server.comparison.Comparison.Place;
import io.reprise.server.mcp.tool.Arguments;
import io.reprise.server.mcp.tool.Parameter;
import io.reprise.server.mcp.tool.Tool;
import io.reprise.server.mcp.tool.ToolAnswer;
import io.reprise.server.mcp.tool.ToolSources;
import io.reprise.server.mcp.tool.ToolText;
import io.reprise.server.mcp.tool.WrongCallException;
import java.util.List;

/** Compares two recordings, two tests, or recordings with what a revision of git has. */
public final class DiffRecordings {
    private static final int MOST_IN_FULL = 20;
    private static final int LIST_BYTES = 6_500;
    private static final int LIST_LINES = 170;
    private static final List<String> PARTS = List.of("all", "words", "tools", "request", "headers", "timing");

    private final ToolSources sources;

    public DiffRecordings(ToolSources sources) {
        this.sources = sources;
    }

    public Tool tool() {
        return new Tool(
                "diff_recordings",
                "Compares two recordings ('a' and 'b'), one with what it was in a revision of git ('a' and 'a_revision'), all with what they were "
                        + "('a_revision'), or all of two tests ('a_test' and 'b_test'). Words that only A has are marked [-so-], words that only B has {+so+}.",
                List.of(
                        Parameter.text(
                                "a", "The first recording: an id of list_recordings, or a key or its beginning."),
                        Parameter.text("b", "The second one. With 'a_revision', the same as 'a' unless given."),
                        Parameter.text("a_revision", "The revision of git that has A, such as HEAD or main."),
                        Parameter.text("b_revision", "The revision of git that has B. Default: as it is now."),
                        Parameter.text("a_test", "The first test."),
                        Parameter.text("b_test", "The second test."),
                        Parameter.choice("what", "What of two recordings is shown. Default: all.", PARTS)),
                this::call);
    }

    private ToolAnswer call(Arguments arguments) {
        String what = arguments.text("what").orElse(PARTS.get(0));
        if (!PARTS.contains(what)) {
            throw new WrongCallException("'what' is one of " + String.join(", ", PARTS));
        }
        try {
            return compared(arguments, what);
        } catch (IllegalArgumentException wrong) {
            throw new WrongCallException(String.valueOf(wrong.getMessage()));
        }
    }

    private ToolAnswer compared(Arguments arguments, String what) {
        Comparands wanted = Comparands.of(arguments::text, arguments::required);
        if (wanted instanceof Comparands.Tests tests) {
            return told(sources.comparison().tests(tests.a(), tests.b(), MOST_IN_FULL));
        }
        if (wanted instanceof Comparands.Revisions revisions) {
            return told(sources.comparison().revisions(revisions.before(), revisions.after(), MOST_IN_FULL));
        }
        Comparands.Recordings recordings = (Comparands.Recordings) wanted;
        return told(sources.comparison().recordings(meant(recordings.a()), meant(recordings.b())), what);
    }

    private Place meant(Place place) {
        return new Place(new RecordingIds(sources.store()).location(place.location()), place.revision());
    }

    private ToolAnswer told(RecordingDifference difference, String what) {
        ToolText text = new ToolText();
        text.line(difference.isSame() ? "They say the same." : "They differ.");
        text.data(sources.mask().of(DifferenceWords.of(difference, what)));
        return ToolAnswer.of(
                text,
                new JsonObjectBuilder()
                        .with("same", difference.isSame())
                        .with("words", difference.words().size())
                        .with("tools", difference.tools().size())
                        .with("request", difference.request().size())
                        .with("headers", difference.headers().size())
                        .done());
    }

    private ToolAnswer told(SetDifference difference) {
        ToolText text = new ToolText();
        text.line(difference.verdict() + ".");
        String list = DifferenceWords.of(difference);
        if (!list.isEmpty()) {
            text.data(ToolText.beginning(sources.mask().of(list), LIST_BYTES, LIST_LINES));
            text.line("To see two of them in full, call diff_recordings with 'a' and 'b' (and the revisions, if any).");
        }
        return ToolAnswer.of(
                text,
                new JsonObjectBuilder()
                        .with("changed", difference.changed().size())
                        .with("only_a", difference.onlyA().size())
                        .with("only_b", difference.onlyB().size())
                        .with("same", difference.same())
                        .done());
    }
}
