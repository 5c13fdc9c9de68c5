package io.reprise.formats.har;

import io.reprise.formats.Exporter;
import io.reprise.formats.Format;
import io.reprise.formats.Source;
import java.nio.file.Path;
import java.util.Optional;

/** The recordings of Polly.js. They are HAR files: {@link HarFormat} finds and reads them, and this format writes them. */
public final class PollyFormat implements Format {
    private final HarFormat har = new HarFormat();

    @Override
    public String name() {
        return "polly";
    }

    /** False: no file has two formats. */
    @Override
    public boolean recognises(Path path) {
        return false;
    }

    @Override
    public Source open(Path path) {
        return har.open(path);
    }

    @Override
    public boolean isExported() {
        return true;
    }

    @Override
    public Optional<Exporter> exporter(Path target, InPlace inPlace) {
        return Optional.of(new PollyExporter(target, inPlace.upstreams()));
    }
}
