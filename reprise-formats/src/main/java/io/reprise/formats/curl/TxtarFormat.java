package io.reprise.formats.curl;

import io.reprise.formats.Format;
import io.reprise.formats.Source;
import io.reprise.formats.SourceFiles;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Text archives with a curl call in {@code req.sh} and the body of its answer in {@code response.json}. */
public final class TxtarFormat implements Format {
    private static final Pattern CALL = Pattern.compile("(?m)^-- req\\.sh --\r?$");
    private static final int BEGINNING_LENGTH = 4 << 10;

    @Override
    public String name() {
        return "txtar";
    }

    @Override
    public boolean recognises(Path path) {
        return SourceFiles.anyUnder(path, file -> isArchive(path, file));
    }

    @Override
    public Source open(Path path) {
        return new TxtarSource(path, SourceFiles.under(path, file -> isArchive(path, file)));
    }

    /** A file that a user has named may have any name. */
    private static boolean isArchive(Path root, Path file) {
        return file.toString().endsWith(".txtar")
                || file.equals(root) && SourceFiles.begins(root, file, BEGINNING_LENGTH, CALL.asPredicate());
    }
}
