package io.reprise.cli.doctor;

import io.reprise.core.store.durable.DirectoryProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Checks of the directory with the recordings. */
public final class StoreChecks {
    private static final String NAME = "store";
    private static final long LITTLE = 1L << 30;
    private static final long TOO_LITTLE = 100L << 20;
    private static final long PATIENCE_SECONDS = 10;

    private final Path directory;
    private final String shown;
    private final boolean records;

    /**
     * @param shown the directory for people
     * @param records whether something is to be written there
     */
    public StoreChecks(Path directory, String shown, boolean records) {
        this.directory = directory;
        this.shown = "'" + shown + "'";
        this.records = records;
    }

    public List<Check> all() {
        List<Check> checks = new ArrayList<>();
        Check place = place();
        checks.add(place);
        if (place.result() != Check.Result.FAIL) {
            inGit().ifPresent(checks::add);
            disk().ifPresent(checks::add);
        }
        return checks;
    }

    private Check place() {
        if (!Files.exists(directory)) {
            return !records
                    ? Check.warn(
                            NAME,
                            "there is no directory " + shown + ", so every request is a miss",
                            "record first, or give --recordings DIR")
                    : DirectoryProbe.canBeMade(directory)
                            ? Check.ok(NAME, "the directory " + shown + " will be made by the first recording")
                            : Check.fail(
                                    NAME,
                                    shown + " cannot be made here",
                                    "give --recordings DIR, in a place where you may write");
        }
        if (!Files.isDirectory(directory)) {
            return Check.fail(NAME, shown + " is a file", "give --recordings DIR, or remove the file");
        }
        if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
            return Check.fail(NAME, "no permission to read " + shown, "chmod u+rx " + shown);
        }
        if (!canWrite()) {
            return records
                    ? notWritable(directory.toString())
                    : Check.ok(NAME, shown + " can be read, not written; replaying needs no more");
        }
        return Check.ok(NAME, shown + " can be read and written");
    }

    private static Check notWritable(String place) {
        return Check.fail(
                NAME,
                "nothing can be recorded: '" + place + "' cannot be written",
                "chmod u+w '" + place + "', or give another --recordings DIR");
    }

    /** Permissions alone do not tell: a file system may be full, or read-only. */
    private boolean canWrite() {
        try {
            Files.delete(Files.createTempFile(directory, ".reprise-doctor-", ""));
            return true;
        } catch (IOException failed) {
            return false;
        }
    }

    private Path existing() {
        Path place = directory.toAbsolutePath();
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        return place;
    }

    /** Recordings that git leaves out are missing where others, or a build, run the tests. */
    private Optional<Check> inGit() {
        try {
            Process git = new ProcessBuilder(
                            "git",
                            "check-ignore",
                            "-q",
                            directory.toAbsolutePath().resolve("any.json").toString())
                    .directory(existing().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                git.destroyForcibly();
                return Optional.empty();
            }
            return switch (git.exitValue()) {
                case 0 ->
                    Optional.of(Check.warn(
                            "git",
                            "git ignores " + shown + ", so others and CI have no recordings",
                            "take the line out of .gitignore, or add '!" + directory.getFileName() + "/' after it"));
                case 1 -> Optional.of(Check.ok("git", "git does not ignore " + shown));
                default -> Optional.empty();
            };
        } catch (IOException noGit) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<Check> disk() {
        try {
            long free = Files.getFileStore(existing()).getUsableSpace();
            String finding = (free >> 20) + " MiB are free for " + shown;
            String remedy = "delete what is not needed; 'reprise stats' says how large the recordings are";
            return Optional.of(
                    free < TOO_LITTLE
                            ? Check.fail("disk", finding, remedy)
                            : free < LITTLE ? Check.warn("disk", finding, remedy) : Check.ok("disk", finding));
        } catch (IOException notKnown) {
            return Optional.empty();
        }
    }
}
