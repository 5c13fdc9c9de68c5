package io.reprise.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Columns with a heading, as narrow as the terminal is. In a narrow one, columns shrink to their least width; where this is not enough,
 * those of the highest rank are left out.
 */
public final class Table {
    /** Which part of a long value is left out, and on which side a short one stands. */
    public enum Kind {
        TEXT,
        /** What distinguishes values is at their end, as with files. */
        PATH,
        /** Stands on the right, and is never cut. */
        NUMBER
    }

    /**
     * A column.
     *
     * @param width in columns of the terminal
     * @param least at least 1; the same as {@code width} for one that does not shrink
     * @param rank 0 for what is always shown
     */
    public record Column(String heading, Kind kind, int width, int least, int rank) {}

    private static final String GAP = "  ";

    /** The last column has no limit where the terminal has none. */
    private static final int ENDLESS = Integer.MAX_VALUE / 2;

    private final List<Column> columns;
    private final int[] widths;

    private Table(List<Column> columns, int[] widths) {
        this.columns = columns;
        this.widths = widths;
    }

    /** A table for lines of this length. */
    public static Table of(List<Column> columns, OptionalInt length) {
        int[] widths = columns.stream().mapToInt(Column::width).toArray();
        if (length.isEmpty()) {
            widths[widths.length - 1] = ENDLESS;
        } else {
            fit(columns, widths, length.getAsInt());
        }
        return new Table(List.copyOf(columns), widths);
    }

    private static void fit(List<Column> columns, int[] widths, int length) {
        int highest = columns.stream().mapToInt(Column::rank).max().orElse(0);
        for (int rank = highest; rank > 0 && least(columns, widths) > length; rank--) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = columns.get(i).rank() == rank ? 0 : widths[i];
            }
        }
        while (total(widths) > length && shrinkWidest(columns, widths)) {
            // a column at a time, so that wide ones give more
        }
        int last = widths.length - 1;
        widths[last] = widths[last] == 0 ? 0 : Math.max(widths[last], widths[last] + length - total(widths));
    }

    private static boolean shrinkWidest(List<Column> columns, int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            boolean canShrink = widths[i] > columns.get(i).least();
            widest = canShrink && (widest < 0 || widths[i] > widths[widest]) ? i : widest;
        }
        if (widest >= 0) {
            widths[widest]--;
        }
        return widest >= 0;
    }

    private static int least(List<Column> columns, int[] widths) {
        int[] least = new int[widths.length];
        for (int i = 0; i < widths.length; i++) {
            least[i] = widths[i] == 0 ? 0 : columns.get(i).least();
        }
        return total(least);
    }

    private static int total(int[] widths) {
        int total = -GAP.length();
        for (int width : widths) {
            total += width == 0 ? 0 : width + GAP.length();
        }
        return total;
    }

    public StyledText heading() {
        return StyledText.of(line(columns.stream().map(Column::heading).toList()), Style.HEADING);
    }

    /** A row, without a line feed; a value for each column. */
    public String line(List<String> values) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > 0) {
                cells.add(cell(columns.get(i).kind(), VisibleText.line(values.get(i)), widths[i]));
            }
        }
        return String.join(GAP, cells).stripTrailing();
    }

    private static String cell(Kind kind, String value, int width) {
        String cut = switch (kind) {
            case TEXT -> DisplayWidth.beginning(value, width);
            case PATH -> DisplayWidth.end(value, width);
            case NUMBER -> value;
        };
        String space = width == ENDLESS ? "" : " ".repeat(Math.max(0, width - DisplayWidth.of(cut)));
        return kind == Kind.NUMBER ? space + cut : cut + space;
    }
}
