package io.reprise.formats.jsonl;

import io.reprise.formats.Format;
import io.reprise.formats.LinesExporter;
import io.reprise.formats.PartsContract;
import java.nio.file.Path;

class JsonlPartsTest extends PartsContract {
    @Override
    protected Format format() {
        return new JsonlFormat();
    }

    @Override
    protected LinesExporter exporter(Path target, long most) {
        return new LinesExporter(target, new JsonlSpelling(), most);
    }
}
