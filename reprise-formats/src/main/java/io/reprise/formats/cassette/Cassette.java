package io.reprise.formats.cassette;

import io.reprise.core.exchange.TestId;
import io.reprise.formats.Document;
import io.reprise.formats.DocumentException;
import io.reprise.formats.Found;
import io.reprise.formats.yaml.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes the recordings of one file. */
final class Cassette {
    private final Document document;
    private final CassetteFile.Dialect dialect;
    private final TestId test;
    private final ExportMark mark;

    private Cassette(Document document, CassetteFile.Dialect dialect) {
        this.document = document;
        this.dialect = dialect;
        this.mark = ExportMark.of(document);
        this.test = dialect == CassetteFile.Dialect.TEST_AGENT || mark.isOfNoTest() ? TestId.NONE : test(document);
    }

    /** Everything in {@code document}; empty if another tool has written it. */
    static Optional<List<Found>> read(Document document, CassetteFile.Dialect dialect) {
        CassetteFile file = CassetteFile.of(document);
        return file.dialect().filter(dialect::equals).map(own -> new Cassette(document, own).found(file.rows()));
    }

    private static TestId test(Document document) {
        try {
            return new TestId(document.stem());
        } catch (IllegalArgumentException tooLong) {
            throw new DocumentException("its path is too long to name a test; --test names another");
        }
    }

    private List<Found> found(List<Value> rows) {
        if (CassetteSocket.isConversation(rows)) {
            return List.of(CassetteSocket.found(document, test, rows));
        }
        List<Numbered> numbered = new ArrayList<>();
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            String origin = document.origin(i + 1);
            if (!CassetteFile.isExchange(rows.get(i))) {
                found.add(new Found.LeftOut(origin, "it is a call of a client library, without its HTTP request"));
            } else {
                numbered.add(new Numbered(origin, new CassetteExchange(rows.get(i), dialect, mark)));
            }
        }
        if (dialect == CassetteFile.Dialect.RUBY_VCR
                && numbered.stream().allMatch(row -> row.time().isPresent())) {
            numbered.sort(Comparator.comparing(row -> row.time().orElseThrow()));
        }
        numbered.forEach(row -> found.add(found(row)));
        return found;
    }

    private Found found(Numbered row) {
        try {
            return row.exchange()
                    .exchange()
                    .found(row.origin(), test, row.exchange().losses());
        } catch (DocumentException broken) {
            return new Found.Unreadable(row.origin(), String.valueOf(broken.getMessage()));
        }
    }

    private record Numbered(String origin, CassetteExchange exchange) {
        Optional<Instant> time() {
            return exchange.recordedAt();
        }
    }
}
