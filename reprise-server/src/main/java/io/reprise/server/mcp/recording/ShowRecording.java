package io.reprise.server.mcp.recording;

import io.reprise.core.json.JsonObjectBuilder;
import io.reprise.core.store.RecordingSummary;
import io.reprise.core.store.Store;
import io.reprise.server.mcp.tool.Arguments;
import io.reprise.server.mcp.tool.Parameter;
import io.reprise.server.mcp.tool.Tool;
import io.reprise.server.mcp.tool.ToolAnswer;
import io.reprise.server.mcp.tool.ToolSources;
import io.reprise.server.mcp.tool.ToolText;
import io.reprise.server.mcp.tool.WrongCallException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Shows one recording, part by part. */
public final class ShowRecording {
    private static final int PART_BYTES = 6_000;
    private static final int PART_LINES = 160;
    /** Each side of a summary has room of its own, so that a long request does not hide the answer. */
    private static final int SIDE_BYTES = 2_500;

    private static final int SIDE_LINES = 70;
    private static final int MOST_CHARACTERS = 100_000_000;
    private static final int NO_CHOICE = -1;
    private static final List<String> PARTS =
            List.of("summary", "request", "answer", "tools", "headers", "timing", "raw");

    private final ToolSources sources;

    public ShowRecording(ToolSources sources) {
        this.sources = sources;
    }

    public Tool tool() {
        return new Tool(
                "show_recording",
                "Shows one recording: what was asked, what was answered, tools, headers, timing, or the raw answer. A long part is shown from 'offset' on.",
                List.of(
                        Parameter.text("id", "An id of list_recordings, or a key or its beginning.")
                                .required(),
                        Parameter.choice("part", "What is shown. Default: summary.", PARTS),
                        Parameter.number("choice", "With part 'answer': only this choice, from 0."),
                        Parameter.number("offset", "From which character of the part on. Default: 0."),
                        Parameter.number(
                                "limit", "How many characters at most. Default: as many as an answer may have.")),
                this::call);
    }

    private ToolAnswer call(Arguments arguments) {
        Store.Entry entry = new RecordingIds(sources.store()).entry(arguments.required("id"));
        String part = arguments.text("part").orElse(PARTS.get(0));
        int choice = arguments.number("choice", 0, MOST_CHARACTERS, NO_CHOICE);
        RecordingParts parts = new RecordingParts(entry);
        if (part.equals("summary")) {
            return summary(entry, parts);
        }
        String whole = sources.mask()
                .of(
                        switch (part) {
                            case "request" -> parts.request();
                            case "answer" ->
                                parts.answer(choice == NO_CHOICE ? OptionalInt.empty() : OptionalInt.of(choice));
                            case "tools" -> parts.tools();
                            case "headers" -> parts.headers();
                            case "timing" -> parts.timing();
                            case "raw" -> parts.raw();
                            default -> throw new WrongCallException("'part' is one of " + String.join(", ", PARTS));
                        });
        return part(entry, part, whole, arguments);
    }

    private ToolAnswer part(Store.Entry entry, String part, String whole, Arguments arguments) {
        int offset = Math.min(whole.length(), arguments.number("offset", 0, MOST_CHARACTERS, 0));
        int limit = arguments.number("limit", 1, MOST_CHARACTERS, MOST_CHARACTERS);
        String rest = whole.substring(offset, (int) Math.min(whole.length(), (long) offset + limit));
        String shown = ToolText.beginning(rest, PART_BYTES, PART_LINES);
        int end = offset + shown.length();
        ToolText text = new ToolText();
        text.line(part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1) + ", characters " + offset + " to "
                + end + " of " + whole.length() + ":");
        text.data(shown);
        JsonObjectBuilder structured = new JsonObjectBuilder()
                .with("id", entry.location())
                .with("offset", offset)
                .with("total", whole.length());
        if (end < whole.length()) {
            text.line("There is more: offset " + end);
            structured.with("next_offset", end);
        }
        return ToolAnswer.of(text, structured.done());
    }

    private ToolAnswer summary(Store.Entry entry, RecordingParts parts) {
        RecordingSummary told = RecordingSummary.of(entry).with(sources.mask()::of);
        ToolText text = new ToolText();
        text.line("Status " + told.answered().status() + ", "
                + ToolText.counted(told.answered().chunks(), "chunk")
                + ", " + told.answered().bytes() + " bytes, occurrence "
                + told.identity().occurrence() + ". What is known:");
        text.data(ToolText.beginning(
                sources.mask()
                        .of("test: " + told.identity().test().name() + "\nmodel: "
                                + told.asked().model() + "\nkey: "
                                + told.identity().key().hex() + "\nrequest: "
                                + told.asked().method() + " "
                                + told.asked().path() + "\n" + parts.facts()),
                1_200,
                20));
        side(text, "request", parts.request());
        side(text, "answer", parts.answer(OptionalInt.empty()));
        return ToolAnswer.of(
                text,
                new JsonObjectBuilder()
                        .with("id", entry.location())
                        .with("key", told.identity().key().hex())
                        .with("status", told.answered().status())
                        .with("chunks", told.answered().chunks())
                        .with("bytes", told.answered().bytes())
                        .done());
    }

    private void side(ToolText text, String part, String words) {
        String whole = sources.mask().of(words);
        String shown = ToolText.beginning(whole, SIDE_BYTES, SIDE_LINES);
        String more = shown.length() < whole.length()
                ? ", characters 0 to " + shown.length() + " of " + whole.length() + " (part '" + part + "' with offset "
                        + shown.length() + " shows more)"
                : "";
        text.line("The " + part + more + ":");
        text.data(shown);
    }
}
