package io.reprise.formats.cassette;

import io.reprise.core.exchange.Bytes;
import io.reprise.formats.Document;
import io.reprise.formats.DocumentException;
import io.reprise.formats.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a file may be replaced: if an earlier export has written it, or if all that it has is in what comes after it. Files of versions
 * without a mark are of the second kind.
 *
 * @param name of the file
 */
record EarlierExport(String name, CassetteFile.Dialect dialect) {
    /** What all files for Ruby's VCR have had from the first version on. */
    private static final List<String> OF_RUBY = List.of("---", "recorded_with: Reprise");

    boolean isReplaceable(Bytes present, Bytes after) {
        String text = present.decode().orElse("");
        return ExportMark.isIn(text)
                || text.lines().limit(OF_RUBY.size()).toList().equals(OF_RUBY)
                || isWithin(present, after);
    }

    private boolean isWithin(Bytes present, Bytes after) {
        try {
            Optional<List<Found>> before = read(present);
            if (before.isEmpty()) {
                return false;
            }
            List<Found> kept = new ArrayList<>(read(after).orElse(List.of()));
            return before.get().stream().allMatch(found -> isWhole(found) && remove(found, kept));
        } catch (DocumentException broken) {
            return false;
        }
    }

    private Optional<List<Found>> read(Bytes content) {
        return Cassette.read(Document.of(name, content), dialect);
    }

    private static boolean isWhole(Found found) {
        return found instanceof Found.Converted converted
                && converted.losses().stream().allMatch(loss -> loss.isNote());
    }

    /** Takes the same recording away, wherever the files have it. */
    private static boolean remove(Found found, List<Found> kept) {
        for (int i = 0; i < kept.size(); i++) {
            if (isSame(found, kept.get(i))) {
                kept.remove(i);
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(Found one, Found other) {
        return one instanceof Found.Converted first
                && other instanceof Found.Converted second
                && first.recording().exchange().equals(second.recording().exchange())
                && first.recording().upstream().equals(second.recording().upstream());
    }
}
