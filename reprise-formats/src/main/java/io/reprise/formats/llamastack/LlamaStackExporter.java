package io.reprise.formats.llamastack;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.Documents;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.formats.Exported;
import io.reprise.formats.Exporter;
import io.reprise.formats.FormatException;
import io.reprise.formats.Loss;
import io.reprise.formats.llamastack.file.TestDirectories;
import io.reprise.formats.llamastack.index.LlamaStackEntry;
import io.reprise.formats.llamastack.request.Hosts;
import io.reprise.formats.llamastack.response.NoAnswerException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes recordings as llama-stack would have written them. A recording that comes from such a file keeps its content,
 * byte for byte.
 */
final class LlamaStackExporter implements Exporter {
    private static final String LATER = "a later answer to the same question has the same name";

    private final Path target;
    private final DurableFiles files;
    private final Hosts hosts;
    private final TestDirectories directories;
    private final Map<Path, Kept> written = new HashMap<>();
    private final List<Displaced> displaced = new ArrayList<>();

    /**
     * The recording that a file has.
     *
     * @param before the digest of what the file had before this run
     */
    private record Kept(String location, String upstream, int occurrence, Optional<Bytes> before, boolean isChanged) {}

    LlamaStackExporter(Path target, Hosts hosts) {
        this.target = target.toAbsolutePath().normalize();
        this.files = new DurableFiles(this.target);
        this.hosts = hosts;
        this.directories = new TestDirectories(this.target);
    }

    @Override
    public Exported write(Store.Entry entry) {
        Path place = target;
        try {
            if (entry instanceof LlamaStackEntry known && known.files().size() == 1) {
                place = target.resolve(entry.location());
                Path file = known.files().get(0).path();
                Bytes content = new ConfinedTree(rootOf(file, entry.location())).read(file);
                return put(place, content, entry, List.of());
            }
            NewFile made = NewFile.of(
                    entry.recording(),
                    NewFile.request(entry.recording(), entry.question().parsed(), hosts));
            place = directories.of(entry.recording().test()).resolve(made.name());
            Bytes content = Bytes.utf8(made.content().text());
            return put(place, content, entry, losses(entry.recording(), made));
        } catch (NoAnswerException unfit) {
            return new Exported.LeftOut(String.valueOf(unfit.getMessage()));
        } catch (IOException failed) {
            throw new FormatException("cannot write '" + place + "': " + FileFailures.unwritable(failed), failed);
        }
    }

    private List<Loss> losses(Recording recording, NewFile made) {
        String asked = recording.exchange().request().path();
        String target = hosts.target(recording.upstream(), asked);
        if (target.equals(asked)) {
            return made.losses();
        }
        List<Loss> losses = new ArrayList<>(made.losses());
        losses.add(Loss.note("path", "the file has that of the upstream, and so has an import: '" + target + "'"));
        return losses;
    }

    private Exported put(Path place, Bytes content, Store.Entry entry, List<Loss> losses) throws IOException {
        Recording recording = entry.recording();
        Kept other = written.get(place);
        if (other != null && !other.upstream().equals(recording.upstream())) {
            return new Exported.LeftOut("another upstream's answer to the same question has the same name");
        }
        if (other != null && other.occurrence() > recording.occurrence()) {
            return new Exported.LeftOut(LATER);
        }
        Optional<Bytes> present = present(place);
        Optional<Bytes> before = other == null ? present.map(Documents::digest) : other.before();
        boolean isChanged = !before.equals(Optional.of(Documents.digest(content)));
        if (!present.equals(Optional.of(content))) {
            files.write(place, content);
        }
        if (other != null) {
            displaced.add(new Displaced(other.location(), other.isChanged(), LATER));
        }
        written.put(place, new Kept(entry.location(), recording.upstream(), recording.occurrence(), before, isChanged));
        return new Exported.Written(target.relativize(place).toString().replace('\\', '/'), isChanged, losses);
    }

    @Override
    public List<Displaced> displaced() {
        return List.copyOf(displaced);
    }

    private Optional<Bytes> present(Path place) throws IOException {
        try {
            return Optional.of(new ConfinedTree(target).read(place));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** The tree in which a file has that location. */
    private static Path rootOf(Path file, String location) {
        Path root = file;
        for (int up = Path.of(location).getNameCount(); up > 0; up--) {
            root = DurableFiles.parentOf(root);
        }
        return root;
    }

    @Override
    public void close() {
        files.close();
    }
}
