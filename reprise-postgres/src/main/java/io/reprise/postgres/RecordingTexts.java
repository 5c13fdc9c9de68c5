package io.reprise.postgres;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Request;
import io.reprise.core.explain.Fingerprint;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.ParsedResponse;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.name.FileName;
import io.reprise.core.store.directory.name.RecordingPaths;
import io.reprise.core.store.file.BodyFile;
import io.reprise.core.store.file.BodyFiles;
import io.reprise.core.store.file.OtherDay;
import io.reprise.core.store.file.RecordingFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Makes recordings of rows, and rows of recordings, under the rules of one server. */
final class RecordingTexts {
    private final Database database;
    private final RecordingTable recordings;
    private final KeyRules rules;
    private final UseTable uses;
    private final RecordingPaths paths = new RecordingPaths(Path.of("/"));

    RecordingTexts(Database database, RecordingTable recordings, KeyRules rules, UseTable uses) {
        this.uses = uses;
        this.database = database;
        this.recordings = recordings;
        this.rules = rules;
    }

    /** The same within a transaction that is under way. */
    RecordingTexts within(Database transaction) {
        return new RecordingTexts(transaction, recordings, rules, uses);
    }

    /** @throws StoreException if the row is damaged, or has no recording that this program understands */
    PostgresEntry read(RecordingRow row) {
        RecordingFile.Read read = RecordingFile.parse(text(row), row.location(), name -> body(row, name));
        Question question = rules.question(read.request(), read.recording().test());
        return new PostgresEntry(row, read.recording(), question, read.response(), uses);
    }

    /** @throws StoreException if it is damaged */
    Bytes text(RecordingRow row) {
        return row.text(
                row.hasTexts()
                        ? database.read(Database.NOT_READ, connection -> recordings.texts(connection, row.id()))
                        : List.of());
    }

    /** @throws StoreException if it is not there */
    Bytes body(RecordingRow row, String name) {
        return content(database.read(Database.NOT_READ, connection -> recordings.bodies(connection, row.id())), name)
                .orElseThrow(() -> StoreException.unreadable(
                        row.location(), "its body '" + name + "' is not there", "record it again", null));
    }

    static Optional<Bytes> content(List<BodyFile> bodies, String name) {
        return bodies.stream()
                .filter(body -> body.name().equals(name))
                .map(BodyFile::content)
                .findFirst();
    }

    /**
     * Whether a row has this recording's request and test, and so its keys under all rules. What cannot be read has other ones.
     *
     * @param beside what is stored beside it, bodies and texts
     */
    static boolean isAskedTheSame(RecordingRow row, List<BodyFile> beside, Recording other) {
        try {
            Recording old = RecordingFile.parse(
                            row.text(beside),
                            row.location(),
                            name -> content(beside, name).orElse(Bytes.EMPTY))
                    .recording();
            return old.test().equals(other.test())
                    && old.exchange().request().equals(other.exchange().request());
        } catch (StoreException unreadable) {
            return false;
        }
    }

    /**
     * A recording with another day, and all else as it was.
     *
     * @param beside what is stored beside it, bodies and texts
     */
    static RecordingTable.Content onDay(Question question, RecordingRow row, List<BodyFile> beside, LocalDate day) {
        List<BodyFile> bodies =
                beside.stream().filter(each -> !Document.isText(each)).toList();
        Bytes text = row.text(beside);
        BodyFiles files = name -> content(bodies, name).orElse(Bytes.EMPTY);
        RecordingFile.Read old = RecordingFile.parse(text, row.location(), files);
        OtherDay changed = OtherDay.of(new OtherDay.Old(old, text, row.location(), files), day);
        RecordingFile.Written written =
                changed.keepsBodies() ? new RecordingFile.Written(changed.text().text(), bodies) : changed.text();
        return new RecordingTable.Content(changed.recording(), Fingerprint.of(question), row.location(), written);
    }

    /** A recording that was just written. */
    PostgresEntry entry(Question question, Recording recording, RecordingRow row) {
        ParsedRequest request = question.parsed().with(recording.exchange().request());
        return new PostgresEntry(
                row,
                recording,
                rules.question(request, recording.test()),
                new ParsedResponse(recording.exchange().response()),
                uses);
    }

    Recording kept(Question question, String upstream, int occurrence, Exchange exchange) {
        Request request = rules.kept(exchange.request());
        return new Recording(question.test(), upstream, occurrence, exchange.with(request));
    }

    /** @param present the place of the recording that this one replaces */
    RecordingTable.Content content(Question question, Recording recording, Optional<Path> present) {
        ParsedRequest request = question.parsed().with(recording.exchange().request());
        if (!rules.question(request, recording.test()).equals(question)) {
            throw new IllegalArgumentException(
                    "the recording has another question than the one it is kept for, so it would never be found");
        }
        Path file = paths.placeOf(recording, question, present);
        return new RecordingTable.Content(
                recording,
                Fingerprint.of(question),
                paths.location(file),
                RecordingFile.write(recording, request, FileName.stem(file)));
    }
}
