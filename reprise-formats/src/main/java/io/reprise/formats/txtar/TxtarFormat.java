package io.reprise.formats.txtar;

import io.reprise.formats.Format;
import io.reprise.formats.Source;
import io.reprise.formats.SourceFiles;
import java.nio.file.Path;

/** Text archives with a curl call in {@code req.sh} and the body of its answer in {@code response.json}. */
public final class TxtarFormat implements Format {
    @Override
    public String name() {
        return "txtar";
    }

    @Override
    public boolean recognises(Path path) {
        return SourceFiles.anyUnder(path, TxtarFormat::isArchive);
    }

    @Override
    public Source open(Path path) {
        return new TxtarSource(path, SourceFiles.under(path, TxtarFormat::isArchive));
    }

    private static boolean isArchive(Path file) {
        return file.toString().endsWith(".txtar");
    }
}
