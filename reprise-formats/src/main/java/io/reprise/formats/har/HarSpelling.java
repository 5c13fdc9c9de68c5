package io.reprise.formats.har;

import io.reprise.core.exchange.TestId;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.store.Recording;
import io.reprise.formats.LinesExporter;

/** A HAR file with an entry on each line. */
record HarSpelling(UpstreamOrigins origins) implements LinesExporter.Spelling {
    private static final String OWN =
            "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"Reprise\",\"version\":\"1\"},\"_repriseTest\":";

    @Override
    public String suffix() {
        return ".har";
    }

    @Override
    public String beginning(TestId test) {
        StringBuilder text = new StringBuilder(OWN);
        Json.quote(test.name(), text);
        return text.append(",\"entries\":[\n").toString();
    }

    @Override
    public String separator() {
        return ",\n";
    }

    @Override
    public String end() {
        return "\n]}}\n";
    }

    @Override
    public boolean isOf(TestId test, String text) {
        return text.startsWith(beginning(test).strip()); // git may have changed the ends of lines
    }

    @Override
    public boolean isOwn(String text) {
        return text.startsWith(OWN);
    }

    @Override
    public LinesExporter.Line line(Recording recording) {
        Json entry = HarEntryText.of(recording, origins).json();
        return new LinesExporter.Line(entry.write(Layout.COMPACT), origins.losses(recording.upstream()));
    }
}
