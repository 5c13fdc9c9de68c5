package io.reprise.formats.llamastack;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.redact.CredentialFinding;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.ScrubStep;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.formats.Found;
import io.reprise.formats.Scrub;
import io.reprise.formats.SourceFiles;
import io.reprise.formats.llamastack.file.LlamaStackFile;
import io.reprise.formats.llamastack.file.LlamaStackKey;
import io.reprise.formats.llamastack.file.LlamaStackTree;
import io.reprise.formats.llamastack.response.NoAnswerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Masks credentials in llama-stack's files. Their text stays as it is but for the masks. A file whose request changes gets the name by which llama-stack looks
 * for it; the new file is there before the old one is deleted.
 */
final class LlamaStackScrub implements Scrub {
    private final Path root;
    private final Redaction redaction;
    private final ScrubStep.Extent extent;
    private final DurableFiles files;

    /** @param redaction under {@link Redaction.Policy#MASK} */
    LlamaStackScrub(Path root, Redaction redaction, ScrubStep.Extent extent) {
        this.root = root;
        this.redaction = redaction;
        this.extent = extent;
        this.files = new DurableFiles(root);
    }

    @Override
    public void run(Consumer<ScrubStep> steps, Runnable progress) {
        for (Path file : LlamaStackTree.files(root)) {
            progress.run();
            scrub(file.toAbsolutePath().normalize()).ifPresent(steps);
        }
        files.close();
    }

    private Optional<ScrubStep> scrub(Path file) {
        String location =
                redaction.words().of(SourceFiles.origin(root.toAbsolutePath().normalize(), file));
        try {
            return scrub(file, SourceFiles.text(root.toAbsolutePath().normalize(), file), location);
        } catch (IOException failed) {
            return Optional.of(ScrubStep.failed(location, FileFailures.unwritable(failed)));
        }
    }

    private Optional<ScrubStep> scrub(Path file, String text, String location) throws IOException {
        List<CredentialFinding> found = new ArrayList<>();
        redaction.words().kinds(text).forEach(kind -> found.add(new CredentialFinding("file", kind)));
        LlamaStackFile before;
        try {
            before = LlamaStackFile.parse(text);
        } catch (IllegalArgumentException broken) {
            return Optional.of(
                    found.isEmpty()
                            ? ScrubStep.failed(location, String.valueOf(broken.getMessage()))
                            : unmaskable(file, location, found, "it is not a readable recording"));
        }
        Optional<Exchange> exchange = exchange(before, location);
        Redaction.Outcome outcome = exchange.map(redaction::apply).orElse(null);
        if (outcome instanceof Redaction.Outcome.Unreadable unreadable) {
            return Optional.of(unmaskable(file, location, found, unreadable.reason()));
        }
        Optional<Exchange> wanted =
                outcome instanceof Redaction.Outcome.Clean clean ? Optional.of(clean.exchange()) : Optional.empty();
        if (found.isEmpty() && wanted.equals(exchange)) {
            return Optional.empty();
        }
        if (outcome instanceof Redaction.Outcome.Clean clean) {
            found.addAll(clean.masked());
        }
        return Optional.of(mask(file, text, before, wanted, new Named(location, found)));
    }

    /** @param location of a file, for people */
    private record Named(String location, List<CredentialFinding> found) {}

    private ScrubStep mask(Path file, String text, LlamaStackFile before, Optional<Exchange> wanted, Named named)
            throws IOException {
        String masked = redaction.words().of(text);
        LlamaStackFile after;
        try {
            after = LlamaStackFile.parse(masked);
        } catch (IllegalArgumentException destroyed) {
            return unmaskable(file, named.location(), named.found(), "a mask would break the file");
        }
        if (!exchange(after, named.location()).equals(wanted)) {
            return unmaskable(file, named.location(), named.found(), "it is not in one piece in the file");
        }
        Path target = target(file, before, after);
        if (extent.isWritten()) {
            files.write(target, Bytes.utf8(masked));
            if (!target.equals(file)) {
                files.delete(file);
            }
        }
        Optional<String> moved = target.equals(file)
                ? Optional.empty()
                : Optional.of(SourceFiles.origin(root.toAbsolutePath().normalize(), target));
        return ScrubStep.masked(named.location(), named.found(), moved);
    }

    private ScrubStep unmaskable(Path file, String location, List<CredentialFinding> found, String reason)
            throws IOException {
        if (extent.isWritten() && extent.deletesWhatCannotBeMasked()) {
            files.delete(file);
        }
        return ScrubStep.unmaskable(location, extent, found, reason);
    }

    /** Where llama-stack looks for the masked file, if it has found the old one; a place that another file has is not taken. */
    private static Path target(Path file, LlamaStackFile before, LlamaStackFile after) {
        String own = String.valueOf(file.getFileName()).replaceFirst("\\.json$", "");
        Optional<LlamaStackKey.Rule> rule = LlamaStackKey.ruleOf(own, before.request(), before.test());
        if (rule.isEmpty()
                || before.request().equals(after.request()) && before.test().equals(after.test())) {
            return file;
        }
        String hash = LlamaStackKey.of(after.request(), after.test(), rule.get());
        Path target = file.resolveSibling(NewFile.name(after.request(), after.response(), hash));
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS) ? file : target;
    }

    /** Empty for what no HTTP client has asked, or no answer of an API. */
    private static Optional<Exchange> exchange(LlamaStackFile file, String location) {
        try {
            return Conversion.alone(file, location) instanceof Found.Converted converted
                    ? Optional.of(converted.recording().exchange())
                    : Optional.empty();
        } catch (NoAnswerException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
