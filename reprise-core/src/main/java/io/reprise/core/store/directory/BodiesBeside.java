package io.reprise.core.store.directory;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.core.store.durable.FileVersion;
import io.reprise.core.store.file.BodyFile;
import io.reprise.core.store.file.BodyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of one recording that have files of their own, in the directory of its file. Remembers which were read. */
public final class BodiesBeside implements BodyFiles {
    private final ConfinedTree tree;
    private final Path recording;
    private final String location;
    private final Map<Path, FileVersion> read = new LinkedHashMap<>();

    /**
     * @param tree of which no link leads out
     * @param location names the recording to people
     */
    public BodiesBeside(ConfinedTree tree, Path recording, String location) {
        this.tree = tree;
        this.recording = recording;
        this.location = location;
    }

    /** Links are refused, unless the recording is one itself, as where a build tool provides all data as links. */
    @Override
    public Bytes read(String name) {
        Path body = recording.resolveSibling(name);
        if (Files.isSymbolicLink(body) && !Files.isSymbolicLink(recording)) {
            throw wrong(name, "is a link, which is not followed", "put the file itself there", null);
        }
        read.put(body, FileVersion.of(body).orElse(FileVersion.NONE));
        try {
            return tree.read(body);
        } catch (NoSuchFileException missing) {
            throw wrong(name, "is missing", "restore it", missing);
        } catch (IOException failed) {
            throw wrong(name, "cannot be read: " + FileFailures.unreadable(failed), "make it readable", failed);
        }
    }

    private StoreException wrong(String name, String what, String remedy, @Nullable Throwable cause) {
        return StoreException.unreadable(
                location,
                "the file '" + name + "' beside it, which has its body, " + what,
                remedy + ", or delete the recording to record it again",
                cause);
    }

    /** The bodies of a recording that is in this file now. */
    static Map<Path, FileVersion> versions(Path file, List<BodyFile> bodies) {
        Map<Path, FileVersion> versions = new LinkedHashMap<>();
        for (BodyFile body : bodies) {
            Path path = file.resolveSibling(body.name());
            versions.put(path, FileVersion.of(path).orElse(FileVersion.NONE));
        }
        return versions;
    }

    /** The files that were read, as they were. */
    Map<Path, FileVersion> versions() {
        return Map.copyOf(read);
    }
}
