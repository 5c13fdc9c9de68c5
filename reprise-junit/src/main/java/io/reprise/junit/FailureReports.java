package io.reprise.junit;

import io.reprise.core.store.durable.FileFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The pages about tests that failed, a file for each, so that several processes can write them.
 *
 * @param directory empty if it is not known where build reports are
 */
record FailureReports(Optional<Path> directory) {
    private static final Pattern UNSAFE = Pattern.compile("[^\\p{L}\\p{N}.,()_ -]");
    private static final int LONGEST_NAME = 100;

    /**
     * Writes the page of a test that failed and has asked something.
     *
     * @return the file; empty if nothing was written
     */
    Optional<Path> write(ActiveTest test, List<String> problems, Optional<Throwable> failure) {
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        List<SentRequest> requests = test.requests();
        if (requests.isEmpty()) {
            return Optional.empty();
        }
        Path file = file(directory.get(), test.id());
        try {
            Files.createDirectories(directory.get());
            Path parts = Files.createTempFile(directory.get(), "page", ".part");
            Files.writeString(parts, ConversationPage.of(test, problems, failure, requests));
            Files.move(parts, file, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(file);
        } catch (IOException noPlace) {
            System.err.println("reprise: there is no page of the conversation of " + test.id() + ": "
                    + FileFailures.cannotWrite(file, noPlace));
            return Optional.empty();
        }
    }

    /** The page of an earlier run is wrong when the test has passed. */
    void delete(ActiveTest test) {
        directory.ifPresent(found -> {
            try {
                Files.deleteIfExists(file(found, test.id()));
            } catch (IOException stays) {
                System.err.println(
                        "reprise: cannot delete " + file(found, test.id()) + ": " + FileFailures.unwritable(stays));
            }
        });
    }

    private static Path file(Path directory, String id) {
        String safe = UNSAFE.matcher(id.replace(TestNames.SEPARATOR, "-")).replaceAll("_");
        String name = safe.length() <= LONGEST_NAME ? safe : safe.substring(0, LONGEST_NAME);
        return directory.resolve(name + "-" + Integer.toHexString(id.hashCode()) + ".html");
    }
}
