package io.reprise.formats.cassette;

import io.reprise.formats.Document;
import io.reprise.formats.DocumentFormat;
import io.reprise.formats.Exporter;
import io.reprise.formats.Found;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files of Ruby's VCR, in YAML or JSON. */
public final class RubyVcrFormat implements DocumentFormat {
    @Override
    public String name() {
        return "ruby-vcr";
    }

    @Override
    public boolean isNamed(String name) {
        return CassetteFile.isNamed(name);
    }

    @Override
    public Optional<List<Found>> read(Document document) {
        return Cassette.read(document, CassetteFile.Dialect.RUBY_VCR);
    }

    @Override
    public boolean isExported() {
        return true;
    }

    @Override
    public Optional<Exporter> exporter(Path target, InPlace inPlace) {
        return Optional.of(new CassetteExporter(target, CassetteFile.Dialect.RUBY_VCR, inPlace.upstreams()));
    }
}
