package io.reprise.formats.har;

import io.reprise.formats.Format;
import io.reprise.formats.LinesExporter;
import io.reprise.formats.PartsContract;
import java.nio.file.Path;
import java.util.Map;

class HarPartsTest extends PartsContract {
    @Override
    protected Format format() {
        return new HarFormat();
    }

    @Override
    protected LinesExporter exporter(Path target, long most) {
        return new LinesExporter(target, new HarSpelling(new UpstreamOrigins(Map.of())), most);
    }
}
