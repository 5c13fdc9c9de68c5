package io.reprise.cli.comparison;

import io.reprise.cli.terminal.Style;
import io.reprise.cli.terminal.StyledText;
import io.reprise.core.compare.Hunk;
import io.reprise.core.compare.Piece;
import io.reprise.core.compare.RecordingDifference;
import io.reprise.core.compare.SetDifference;

/** A difference for people, in git's marks: {@code [-gone-]{+new+}}. */
final class DifferenceText {
    private StyledText text = StyledText.of("", Style.PLAIN);

    private DifferenceText() {}

    static StyledText of(RecordingDifference difference) {
        DifferenceText writing = new DifferenceText();
        writing.heading(difference.verdict());
        writing.body(difference);
        return writing.text;
    }

    static StyledText of(SetDifference difference) {
        DifferenceText writing = new DifferenceText();
        for (SetDifference.Changed changed : difference.changed()) {
            boolean isMoved = !changed.locationA().equals(changed.locationB());
            writing.heading(
                    changed.locationA() + (isMoved ? " -> " + changed.locationB() : "") + ": " + changed.verdict());
            changed.difference().ifPresent(writing::body);
            writing.line("");
        }
        difference.onlyA().forEach(location -> writing.styled("only in A: " + location, Style.DELETED));
        difference.onlyB().forEach(location -> writing.styled("only in B: " + location, Style.INSERTED));
        writing.line(difference.verdict());
        return writing.text;
    }

    /** Only what the answers say and call, each line indented. */
    static StyledText wordsOf(RecordingDifference difference) {
        DifferenceText writing = new DifferenceText();
        writing.words(difference);
        return writing.text;
    }

    private void body(RecordingDifference difference) {
        difference.request().forEach(each -> line("  request " + each));
        difference
                .headers()
                .forEach(
                        header -> line("  header " + header.name() + ": [-" + header.a() + "-]{+" + header.b() + "+}"));
        words(difference);
    }

    private void words(RecordingDifference difference) {
        difference.words().forEach(this::hunk);
        difference.tools().forEach(tool -> {
            line("  tool " + tool.name() + " was " + tool.what());
            tool.hunks().forEach(this::hunk);
        });
    }

    private void hunk(Hunk hunk) {
        text = text.add("  " + hunk.where() + (hunk.isCoarse() ? " (long: compared in larger pieces)" : "") + ": ");
        for (Piece piece : hunk.pieces()) {
            switch (piece.what()) {
                case DELETED -> text = text.add("[-" + piece.text() + "-]", Style.DELETED);
                case INSERTED -> text = text.add("{+" + piece.text() + "+}", Style.INSERTED);
                case EQUAL ->
                    text = piece.isElided()
                            ? text.add(" … " + piece.words() + " words … ", Style.QUIET)
                            : text.add(piece.text());
            }
        }
        line("");
    }

    private void heading(String line) {
        styled(line, Style.HEADING);
    }

    private void styled(String line, Style style) {
        text = text.add(line, style).add("\n");
    }

    private void line(String line) {
        text = text.add(line + "\n");
    }
}
