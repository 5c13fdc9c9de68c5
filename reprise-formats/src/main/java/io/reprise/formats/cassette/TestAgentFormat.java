package io.reprise.formats.cassette;

import io.reprise.formats.Document;
import io.reprise.formats.DocumentFormat;
import io.reprise.formats.Found;
import java.util.List;
import java.util.Optional;

/** Files of Datadog's test agent, each with one exchange. */
public final class TestAgentFormat implements DocumentFormat {
    @Override
    public String name() {
        return "dd-test-agent";
    }

    @Override
    public boolean isNamed(String name) {
        return CassetteFile.isNamed(name);
    }

    @Override
    public Optional<List<Found>> read(Document document) {
        return Cassette.read(document, CassetteFile.Dialect.TEST_AGENT);
    }
}
