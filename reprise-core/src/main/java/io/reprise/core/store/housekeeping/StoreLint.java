package io.reprise.core.store.housekeeping;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.ReadChunks;
import io.reprise.core.exchange.Response;
import io.reprise.core.key.KeyRules;
import io.reprise.core.redact.CredentialFinding;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.redact.CredentialPlace;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.OrderedWork;
import io.reprise.core.store.Series;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.FileEntry;
import io.reprise.core.store.directory.RecordingFiles;
import io.reprise.core.store.directory.StoredFiles;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.core.store.durable.FileVersion;
import io.reprise.core.store.file.RecordingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Checks a directory of recordings, and renames files with wrong names. */
public final class StoreLint {
    /** The severity of a finding. */
    public enum Severity {
        /** A recording cannot be replayed, or must not be kept. */
        ERROR,
        /** A recording may not be replayed as its author expects. */
        WARNING,
        /** Of no consequence. */
        NOTE
    }

    /** Whether files may be renamed. */
    public enum Remedy {
        REPORT_ONLY,
        RENAME
    }

    /**
     * Something to look at.
     *
     * @param file within the store
     * @param remedy what to do, or what has been done
     * @param credential what was found, if the problem is a credential of a known kind
     */
    public record Finding(
            String file, Severity severity, String problem, String remedy, Optional<CredentialPlace> credential) {
        public Finding(String file, Severity severity, String problem, String remedy) {
            this(file, severity, problem, remedy, Optional.empty());
        }

        /** @param file with a credential */
        public static Finding ofCredential(String file, CredentialPlace place) {
            return new Finding(file, Severity.ERROR, CREDENTIAL + ": " + place, LEAKED, Optional.of(place));
        }

        /** @param file that cannot be searched, or has what is never kept */
        public static Finding ofCredential(String file, String what) {
            return new Finding(file, Severity.ERROR, CREDENTIAL + ": " + what, LEAKED);
        }

        /** For programs: {@code credential}, or how bad it is. */
        public String kind() {
            return problem.startsWith(CREDENTIAL)
                    ? "credential"
                    : severity.name().toLowerCase(Locale.ROOT);
        }

        /** Without credentials, which the names of files may have. */
        Finding inWords(CredentialMask words) {
            return new Finding(words.of(file), severity, words.of(problem), words.of(remedy), credential);
        }

        @Override
        public String toString() {
            return severity.name().toLowerCase(Locale.ROOT) + ": " + file + ": " + problem + "; " + remedy;
        }
    }

    /** Which answer to which question a file has. */
    private record Place(Series series, String upstream, int occurrence, String location) {}

    /** What is needed when all files have been read. */
    private record Noted(List<Path> misplaced, OrphanedBodies bodies) {}

    /** How a problem begins that is a credential. */
    private static final String CREDENTIAL = "it seems to contain a credential";

    private static final String LEAKED = "revoke it; then 'reprise scrub' masks it, or record again";

    private final StoredFiles files;
    private final Remedy remedy;
    private final Redaction redaction;
    private final Map<Series, TreeMap<Integer, String>> places = new HashMap<>();
    private final Map<Series, Set<String>> upstreams = new HashMap<>();

    /** @param redaction finds credentials, which would not be recorded today */
    public StoreLint(Path root, KeyRules rules, Remedy remedy, Redaction redaction) {
        this(new RecordingFiles(root.toAbsolutePath().normalize(), rules), remedy, redaction);
    }

    /** As above, of any store. */
    public StoreLint(StoredFiles files, Remedy remedy, Redaction redaction) {
        this.files = files;
        this.remedy = remedy;
        this.redaction = redaction;
    }

    /** Reads the whole store once; {@code findings} learns of each problem as soon as it is known. */
    public void check(Consumer<Finding> findings) {
        check(findings, () -> {}, Runnable::run);
    }

    /**
     * As the other method.
     *
     * @param progress is called after each file
     * @param reading does the reading of files, or leaves it to the calling thread
     */
    public void check(Consumer<Finding> findings, Runnable progress, Executor reading) {
        CredentialMask words = redaction.words();
        checkAll(finding -> findings.accept(finding.inWords(words)), progress, reading);
    }

    private void checkAll(Consumer<Finding> findings, Runnable progress, Executor reading) {
        places.clear();
        upstreams.clear();
        OrphanedBodies bodies = new OrphanedBodies(files);
        bodies.list();
        List<Path> misplaced = new ArrayList<>();
        OrderedWork work = new OrderedWork(reading);
        files.walk(
                (file, stamp) -> work.add(() -> {
                    Runnable read = check(file, stamp, new Noted(misplaced, bodies), findings);
                    return () -> {
                        read.run();
                        progress.run();
                    };
                }),
                broken -> {
                    bodies.unlisted(broken);
                    findings.accept(
                            new Finding(".", Severity.ERROR, String.valueOf(broken.getMessage()), "make it readable"));
                });
        work.finish();
        checkGaps(findings);
        bodies.orphans().keySet().forEach(body -> findings.accept(orphaned(body)));
        misplaced.forEach(file -> rename(file, bodies, findings));
        files.close();
    }

    /** What is to be said of a file, and compared with others, in the order of the files. */
    private Runnable check(Path file, FileVersion stamp, Noted noted, Consumer<Finding> findings) {
        Optional<FileEntry> read;
        try {
            Optional<FileEntry> large = files.readLarge(file, stamp);
            read = large.isPresent() ? large : files.readRecording(file, stamp);
        } catch (StoreException broken) {
            return () -> {
                noted.bodies().unreadable(file);
                findings.accept(unreadable(files.places().location(file), broken));
            };
        }
        return read.map(entry -> check(entry, noted, findings))
                .orElse(() -> noted.bodies().other(file));
    }

    /** Keeps no recording until it is said. */
    private Runnable check(FileEntry entry, Noted noted, Consumer<Finding> findings) {
        List<Finding> found = new ArrayList<>();
        checkSecrets(entry, checkMembers(entry, found::add), found::add);
        boolean isMisplaced = !rightPlaceOf(entry).equals(entry.file());
        String upstream = entry.recording().upstream();
        Place place = new Place(
                Series.of(entry.question(), upstream),
                upstream,
                entry.recording().occurrence(),
                entry.location());
        Set<Path> named = Set.copyOf(entry.bodies().keySet());
        Path file = entry.file();
        FileVersion stamp = entry.stamp();
        return () -> {
            noted.bodies().recording(file, stamp, named);
            found.forEach(findings);
            checkOccurrence(place, findings);
            if (isMisplaced) {
                noted.misplaced().add(file);
            }
        };
    }

    private static Finding unreadable(String location, StoreException broken) {
        return broken.unreadable()
                .map(file -> new Finding(location, Severity.ERROR, "it cannot be read: " + file.why(), file.remedy()))
                .orElseGet(() -> new Finding(
                        location,
                        Severity.ERROR,
                        String.valueOf(broken.getMessage()),
                        "correct it, or delete it to record it again"));
    }

    /** Returns the members for people, as text. */
    private Optional<String> checkMembers(FileEntry entry, Consumer<Finding> findings) {
        Optional<RecordingFile.Members> members = files.members(entry);
        members.map(RecordingFile.Members::unknown)
                .orElse(List.of())
                .forEach(member -> findings.accept(new Finding(
                        entry.location(),
                        Severity.WARNING,
                        "the member '" + member + "' is unknown and has no effect",
                        "correct its name, or begin it with 'x-' if it is meant for people")));
        members.map(RecordingFile.Members::unserved)
                .orElse(List.of())
                .forEach(member -> findings.accept(withoutEffect(
                        entry, member, "delete it: it belongs to one connection, and each replay has another")));
        members.map(RecordingFile.Members::emptyHeaders)
                .orElse(List.of())
                .forEach(member -> findings.accept(
                        withoutEffect(entry, member, "give it a value, or delete it: its list is empty")));
        return members.map(RecordingFile.Members::forPeople);
    }

    private static Finding withoutEffect(FileEntry entry, String member, String remedy) {
        return new Finding(entry.location(), Severity.WARNING, "the member '" + member + "' has no effect", remedy);
    }

    private void checkSecrets(FileEntry entry, Optional<String> forPeople, Consumer<Finding> findings) {
        Exchange exchange = entry.recording().exchange();
        if (entry.large().isEmpty()) {
            checkSecrets(exchange, entry, forPeople, findings);
            return;
        }
        Response excerpt = exchange.response();
        try (ReadChunks chunks = new ReadChunks(entry.large().get())) {
            boolean isStream = excerpt.isStream();
            checkSecrets(isStream ? exchange.with(excerpt.withChunks(chunks)) : exchange, entry, forPeople, findings);
        }
    }

    private void checkSecrets(
            Exchange exchange, FileEntry entry, Optional<String> forPeople, Consumer<Finding> findings) {
        Redaction.Outcome outcome = redaction.apply(exchange);
        List<CredentialFinding> found = new ArrayList<>(inMembers(entry, forPeople));
        if (outcome instanceof Redaction.Outcome.Refused refused) {
            found.addAll(refused.findings());
        } else if (outcome instanceof Redaction.Outcome.Unreadable unreadable) {
            findings.accept(Finding.ofCredential(entry.location(), "perhaps, as " + unreadable.reason()));
        } else if (outcome instanceof Redaction.Outcome.Clean clean) {
            found.addAll(clean.masked());
            if (clean.masked().isEmpty() && !clean.exchange().equals(exchange)) {
                findings.accept(Finding.ofCredential(entry.location(), "a header or a member of the query"));
            }
        }
        if (!found.isEmpty()) {
            Optional<Bytes> content = entry.large().isPresent() ? Optional.empty() : files.content(entry.file());
            String text = content.map(Bytes::toString).orElse("");
            CredentialPlace.of(found, text, redaction.words())
                    .forEach(place -> findings.accept(Finding.ofCredential(entry.location(), place)));
        }
    }

    /** In what is about the exchange, and no part of it. */
    private List<CredentialFinding> inMembers(FileEntry entry, Optional<String> forPeople) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("test id", entry.recording().test().name());
        texts.put("name of the upstream", entry.recording().upstream());
        texts.put("path of the file", entry.location());
        forPeople.ifPresent(notes -> texts.put("members for people", notes));
        List<CredentialFinding> found = new ArrayList<>();
        texts.forEach((where, text) ->
                redaction.words().kinds(text).forEach(kind -> found.add(new CredentialFinding(where, kind))));
        return found;
    }

    private void checkOccurrence(Place place, Consumer<Finding> findings) {
        upstreams.computeIfAbsent(place.series(), any -> new HashSet<>()).add(place.upstream());
        String other = places.computeIfAbsent(place.series(), any -> new TreeMap<>())
                .putIfAbsent(place.occurrence(), place.location());
        if (other != null) {
            findings.accept(new Finding(
                    place.location(),
                    Severity.WARNING,
                    "it is the same occurrence of the same question as '" + other + "'",
                    "delete one of them, or give one the next number in the member 'occurrence' and in its name"));
        }
    }

    /** A program that was killed between a body and its recording leaves the body. */
    private Finding orphaned(Path body) {
        return new Finding(
                files.places().location(body),
                Severity.NOTE,
                "it has the body of a recording, but no recording names it",
                "delete it");
    }

    private void checkGaps(Consumer<Finding> findings) {
        places.forEach((place, occurrences) -> {
            Map.Entry<Integer, String> last = occurrences.lastEntry();
            boolean isOfOneUpstream = upstreams.getOrDefault(place, Set.of()).size()
                    < 2; // others leave gaps when they are recorded again
            if (last.getKey() != occurrences.size() && isOfOneUpstream) {
                findings.accept(new Finding(
                        last.getValue(),
                        Severity.WARNING,
                        "it is occurrence " + last.getKey() + ", but there are only " + occurrences.size(),
                        "they are replayed in this order, without the gap; renumber them if you want another order"));
            }
        });
    }

    private Path rightPlaceOf(FileEntry entry) {
        return files.places().placeOf(entry.recording(), entry.question(), Optional.of(entry.file()));
    }

    private void rename(Path file, OrphanedBodies bodies, Consumer<Finding> findings) {
        Optional<FileEntry> entry = files.version(file)
                .flatMap(stamp -> files.readLarge(file, stamp).or(() -> files.read(file, stamp)));
        if (entry.isEmpty()) {
            return;
        }
        Path right = rightPlaceOf(entry.get());
        String problem =
                "its name or directory does not match its content, so it is found only after all files have been read";
        String then = "rename it to '" + files.places().location(right) + "'";
        if (remedy == Remedy.RENAME) {
            try {
                then = rename(entry.get(), right, bodies)
                        ? "renamed to '" + files.places().location(right) + "'"
                        : "not renamed, because '" + files.places().location(right) + "' exists: delete one of the two";
            } catch (IOException failed) {
                then = "not renamed to '" + files.places().location(right) + "': " + FileFailures.unwritable(failed);
            }
        }
        findings.accept(new Finding(files.places().location(file), Severity.WARNING, problem, then));
    }

    private boolean rename(FileEntry entry, Path target, OrphanedBodies bodies) throws IOException {
        if (!files.rename(entry, target)) {
            return false;
        }
        Set<Path> beside = new HashSet<>();
        entry.bodies().keySet().forEach(body -> beside.add(target.resolveSibling(body.getFileName())));
        bodies.recording(target, entry.stamp(), beside);
        bodies.moved(entry, target);
        return true;
    }
}
