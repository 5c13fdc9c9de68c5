package io.reprise.core.store.housekeeping;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.CredentialFinding;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.ScrubStep;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.FileEntry;
import io.reprise.core.store.directory.RecordingFiles;
import io.reprise.core.store.directory.StoredFiles;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.core.store.durable.FileVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Masks credentials in the recordings of a directory. A file changes in one step, or gets its new name before the old file is deleted, so that a
 * kill leaves the old file, the new one, or both; a second run goes on from there, and changes nothing where all is done.
 */
public final class StoreScrub {
    private final StoredFiles files;
    private final KeyRules rules;
    private final Redaction redaction;
    private final ScrubStep.Extent extent;
    private final MaskedPlaces places;
    /** Known after the first recording with bodies that is deleted: few stores need it. */
    private final OrphanedBodies names;

    private boolean areNamesKnown;

    /** @param redaction under {@link Redaction.Policy#MASK} */
    public StoreScrub(Path root, KeyRules rules, Redaction redaction, ScrubStep.Extent extent) {
        this(new RecordingFiles(root.toAbsolutePath().normalize(), rules), rules, redaction, extent);
    }

    /** As above, of any store. */
    public StoreScrub(StoredFiles files, KeyRules rules, Redaction redaction, ScrubStep.Extent extent) {
        this.files = files;
        this.rules = rules;
        this.redaction = redaction;
        this.extent = extent;
        this.places = new MaskedPlaces(files);
        this.names = new OrphanedBodies(files);
    }

    /** Reads the whole store once; {@code steps} learns of each file that changes or cannot be read, {@code progress} of all. */
    public void run(Consumer<ScrubStep> steps, Runnable progress) {
        files.walk(
                (file, stamp) -> {
                    progress.run();
                    scrub(file, stamp).ifPresent(steps);
                },
                unlisted -> steps.accept(ScrubStep.failed(".", String.valueOf(unlisted.getMessage()))));
        files.close();
    }

    private Optional<ScrubStep> scrub(Path file, FileVersion stamp) {
        String location = files.places().location(file);
        try {
            Optional<FileEntry> entry = files.readRecording(file, stamp);
            return entry.isEmpty() ? Optional.empty() : scrub(entry.get());
        } catch (StoreException broken) {
            return Optional.of(brokenFile(file, location, broken));
        } catch (IOException failed) {
            return Optional.of(ScrubStep.failed(location, FileFailures.unwritable(failed)));
        }
    }

    /** What has no recording cannot be masked, but its text may show that it should be. */
    private ScrubStep brokenFile(Path file, String location, StoreException broken) {
        try {
            List<CredentialFinding> found = files.content(file)
                    .map(text -> redaction.words().kinds(text.toString()).stream()
                            .map(kind -> new CredentialFinding("file", kind))
                            .toList())
                    .orElse(List.of());
            return found.isEmpty()
                    ? ScrubStep.failed(location, String.valueOf(broken.getMessage()))
                    : unmaskable(file, location, found, "it is not a readable recording", Set.of());
        } catch (StoreException unreadable) {
            return ScrubStep.failed(location, String.valueOf(unreadable.getMessage()));
        } catch (IOException failed) {
            return ScrubStep.failed(location, FileFailures.unwritable(failed));
        }
    }

    private ScrubStep unmaskable(
            Path file, String location, List<CredentialFinding> found, String reason, Set<Path> bodies)
            throws IOException {
        if (extent.isWritten() && extent.deletesWhatCannotBeMasked()) {
            delete(file, bodies, body -> !names.isNamed(body)); // it may be what has the credential
        }
        return ScrubStep.unmaskable(redaction.words().of(location), extent, found, reason);
    }

    private ScrubStep unmaskable(FileEntry entry, List<CredentialFinding> found, String reason) throws IOException {
        return unmaskable(
                entry.file(), entry.location(), found, reason, entry.bodies().keySet());
    }

    /** A picture or a sound would be broken by a mask. */
    private static boolean changesBinary(Exchange before, Exchange after) {
        return changesBinary(before.request().body(), after.request().body())
                || !before.response().isStream()
                        && changesBinary(
                                before.response().body(), after.response().body());
    }

    private static boolean changesBinary(Bytes before, Bytes after) {
        return !before.isText() && !before.equals(after);
    }

    private void delete(Path file, Set<Path> bodies, Predicate<Path> isFree) throws IOException {
        if (!bodies.isEmpty() && !areNamesKnown) {
            names.readAll();
            areNamesKnown = true;
        }
        files.delete(file);
        names.deleted(bodies);
        for (Path body : bodies) {
            if (isFree.test(body)) {
                files.delete(body);
            }
        }
        files.deleteDirectoryIfEmpty(DurableFiles.parentOf(file));
    }

    private Optional<ScrubStep> scrub(FileEntry entry) throws IOException {
        Redaction.Outcome outcome = redaction.apply(entry.recording().exchange());
        if (outcome instanceof Redaction.Outcome.Unreadable unreadable) {
            return Optional.of(unmaskable(entry, List.of(), unreadable.reason()));
        }
        Redaction.Outcome.Clean clean = (Redaction.Outcome.Clean) outcome; // nothing is refused where all is masked
        if (changesBinary(entry.recording().exchange(), clean.exchange())) {
            return Optional.of(unmaskable(entry, clean.masked(), "it is within binary content"));
        }
        MaskedRecording masked = new MaskedRecording(entry, clean.exchange(), redaction.words(), rules);
        Bytes text = files.content(entry.file()).orElse(Bytes.EMPTY);
        if (!masked.isChanged(text)) {
            return Optional.empty();
        }
        MaskedPlaces.Place place = places.of(masked);
        if (extent.isWritten()) {
            write(masked, place, text);
        }
        List<CredentialFinding> found = new ArrayList<>(clean.masked());
        found.addAll(masked.outsideOfTheExchange(text));
        return Optional.of(ScrubStep.masked(masked.shownLocation(), found, renamed(entry.file(), place.file())));
    }

    private void write(MaskedRecording masked, MaskedPlaces.Place place, Bytes text) throws IOException {
        FileEntry old = masked.old();
        if (!place.isWritten()) {
            files.write(
                    place.file(),
                    masked.written(place.occurrence(), place.file(), text, files.bodiesBeside(old.file())));
        }
        if (!place.file().equals(old.file())) {
            delete(old.file(), old.bodies().keySet(), names::isFree);
        }
    }

    private Optional<String> renamed(Path old, Path file) {
        return file.equals(old) ? Optional.empty() : Optional.of(files.places().location(file));
    }
}
