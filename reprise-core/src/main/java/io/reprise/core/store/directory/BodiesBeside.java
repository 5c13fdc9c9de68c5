package io.reprise.core.store.directory;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.core.store.file.BodyFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of one recording that have files of their own, in the directory of its file. Remembers which were read. */
public final class BodiesBeside implements BodyFiles {
    /** The JDK copies what is read at once, and keeps the memory for it. */
    private static final int SLICE = 1 << 20;

    private final Path recording;
    private final String location;
    private final Map<Path, FileVersion> read = new LinkedHashMap<>();

    /** @param location names the recording to people */
    public BodiesBeside(Path recording, String location) {
        this.recording = recording;
        this.location = location;
    }

    /** Links are refused, unless the recording is one itself, as where a build tool provides all data as links. */
    @Override
    public Bytes read(String name) {
        Path body = recording.resolveSibling(name);
        if (Files.isSymbolicLink(body) && !Files.isSymbolicLink(recording)) {
            throw wrong(name, "is a link, which is not followed; put the file itself there", null);
        }
        read.put(body, FileVersion.of(body).orElse(FileVersion.NONE));
        try {
            return content(body);
        } catch (NoSuchFileException missing) {
            throw wrong(name, "is missing; restore it", missing);
        } catch (IOException failed) {
            throw wrong(name, "cannot be read: " + FileFailures.reason(failed) + "; make it readable", failed);
        }
    }

    private static Bytes content(Path body) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(body)) {
            byte[] content = new byte[Math.toIntExact(Math.min(channel.size(), Integer.MAX_VALUE - 8))];
            int end = 0;
            for (int read = 0; read >= 0 && end < content.length; end += Math.max(0, read)) {
                read = channel.read(ByteBuffer.wrap(content, end, Math.min(SLICE, content.length - end)));
            }
            return Bytes.owning(end < content.length ? Arrays.copyOf(content, end) : content);
        }
    }

    private StoreException wrong(String name, String what, @Nullable Throwable cause) {
        return new StoreException(
                "'" + location + "' cannot be read: the file '" + name + "' beside it, which has its body, " + what
                        + ", or delete the recording to record it anew",
                cause);
    }

    /** The files that were read, as they were. */
    Map<Path, FileVersion> versions() {
        return Map.copyOf(read);
    }
}
