package io.reprise.formats.jsonl;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.file.RecordingFile;
import io.reprise.formats.FormatException;
import io.reprise.formats.LinesExporter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files whose lines are the texts of recordings (docs/format.md), each without line feeds. */
record JsonlSpelling() implements LinesExporter.Spelling {
    private static final Pattern HEAD = Pattern.compile("\\{\"reprise\":[0-9]+,");

    @Override
    public String suffix() {
        return ".jsonl";
    }

    @Override
    public String beginning(TestId test) {
        return "";
    }

    @Override
    public String separator() {
        return "\n";
    }

    @Override
    public String end() {
        return "\n";
    }

    @Override
    public boolean isOf(TestId test, String text) {
        Matcher head = HEAD.matcher(text);
        if (!head.lookingAt()) {
            return false;
        }
        StringBuilder member = new StringBuilder("\"test\":");
        Json.quote(test.name(), member);
        String rest = text.substring(head.end());
        return test.isNone() ? !rest.startsWith("\"test\":") : rest.startsWith(member.toString());
    }

    @Override
    public boolean isOwn(String text) {
        return HEAD.matcher(text).lookingAt();
    }

    @Override
    public LinesExporter.Line line(Recording recording) {
        try {
            String text = RecordingFile.write(recording).toString();
            return new LinesExporter.Line(Json.parse(text).write(Layout.COMPACT), List.of());
        } catch (StoreException unfit) {
            throw new FormatException(String.valueOf(unfit.getMessage()), unfit);
        }
    }
}
