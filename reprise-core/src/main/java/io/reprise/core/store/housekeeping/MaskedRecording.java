package io.reprise.core.store.housekeeping;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.TestId;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.redact.CredentialFinding;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.store.Recording;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.FileEntry;
import io.reprise.core.store.directory.name.FileName;
import io.reprise.core.store.directory.name.RecordingPaths;
import io.reprise.core.store.file.BodyFiles;
import io.reprise.core.store.file.RecordingFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A recording without the credentials that its file has. */
final class MaskedRecording {
    private final FileEntry old;
    private final CredentialMask words;
    private final Recording recording;
    private final Question question;

    /** @param exchange of the recording, masked */
    MaskedRecording(FileEntry old, Exchange exchange, CredentialMask words, KeyRules rules) {
        Recording before = old.recording();
        this.old = old;
        this.words = words;
        this.recording = new Recording(
                new TestId(words.of(before.test().name())),
                words.of(before.upstream()),
                before.occurrence(),
                exchange,
                before.recordedOn());
        this.question = rules.question(ApiFamilies.parse(exchange.request()), recording.test());
    }

    FileEntry old() {
        return old;
    }

    Question question() {
        return question;
    }

    Recording recording(int occurrence) {
        return new Recording(
                recording.test(), recording.upstream(), occurrence, recording.exchange(), recording.recordedOn());
    }

    /** Whether the file, of which this is the text, has to change or to get another name. */
    boolean isChanged(Bytes text) {
        return !recording.equals(old.recording()) || !outsideOfTheExchange(text).isEmpty();
    }

    /** What is found in what is about the exchange, and no part of it. */
    List<CredentialFinding> outsideOfTheExchange(Bytes text) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("test id", old.recording().test().name());
        texts.put("name of the upstream", old.recording().upstream());
        texts.put("path of the file", old.location());
        texts.put("members for people", RecordingFile.membersForPeople(text, old.location()));
        List<CredentialFinding> found = new ArrayList<>();
        texts.forEach(
                (where, value) -> words.kinds(value).forEach(kind -> found.add(new CredentialFinding(where, kind))));
        return found;
    }

    /** The place with that occurrence. The words of a name are chosen again if they may be those of a credential. */
    Path place(RecordingPaths places, int occurrence) {
        return places.placeOf(
                recording(occurrence), question, mayKeepItsName() ? Optional.of(old.file()) : Optional.empty());
    }

    private boolean mayKeepItsName() {
        return recording.exchange().request().equals(old.recording().exchange().request())
                && words.isClean(String.valueOf(old.file().getFileName()));
    }

    /** The path of the old file for people, without words that may be those of a credential. */
    String shownLocation() {
        boolean isOfItsTest = recording.test().equals(old.recording().test());
        String name = String.valueOf(old.file().getFileName());
        String shown = mayKeepItsName()
                ? name
                : "…"
                        + RecordingPaths.nameOf(old.file())
                                .map(parsed -> name.substring(parsed.slug().length()))
                                .orElse(".json");
        int slash = old.location().lastIndexOf('/');
        String directory = slash < 0 ? "" : isOfItsTest ? old.location().substring(0, slash + 1) : "…/";
        return words.of(directory + shown);
    }

    /**
     * What is to be written to {@code file}: the old text with masks in it, if that gives this recording, or else a new text.
     *
     * @param text of the old file
     */
    RecordingFile.Written written(int occurrence, Path file, Bytes text, BodyFiles beside) {
        Recording wanted = recording(occurrence);
        boolean keepsBodies = old.bodies().isEmpty() || file.equals(old.file());
        Optional<Bytes> edited = keepsBodies ? edited(text, wanted, beside) : Optional.empty();
        if (edited.isPresent()) {
            return new RecordingFile.Written(edited.get(), List.of());
        }
        RecordingFile.Written again =
                RecordingFile.write(wanted, ApiFamilies.parse(wanted.exchange().request()), FileName.stem(file));
        Bytes withNotes = RecordingFile.withMembersForPeople(again.text(), text, old.location(), words::of);
        return new RecordingFile.Written(withNotes, again.bodies());
    }

    private Optional<Bytes> edited(Bytes text, Recording wanted, BodyFiles beside) {
        Optional<String> plain = text.decode();
        if (plain.isEmpty()) {
            return Optional.empty();
        }
        Bytes masked = Bytes.utf8(words.of(plain.get()));
        try {
            boolean isIt = RecordingFile.parse(masked, old.location(), beside)
                    .recording()
                    .equals(wanted);
            return isIt
                            && words.kinds(RecordingFile.membersForPeople(masked, old.location()))
                                    .isEmpty()
                    ? Optional.of(masked)
                    : Optional.empty();
        } catch (StoreException destroyed) {
            return Optional.empty();
        }
    }
}
