package io.reprise.formats.llamastack;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.formats.Exported;
import io.reprise.formats.Exporter;
import io.reprise.formats.FormatException;
import io.reprise.formats.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes recordings as llama-stack would have written them. A recording that comes from such a file keeps its content,
 * byte for byte.
 */
final class LlamaStackExporter implements Exporter {
    private final Path target;
    private final DurableFiles files;
    private final Hosts hosts;
    private final TestDirectories directories;
    private final Map<Path, Recording> written = new HashMap<>();

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
                Bytes content =
                        Bytes.owning(Files.readAllBytes(known.files().get(0).path()));
                return put(place, content, entry.recording(), List.of());
            }
            NewFile made = NewFile.of(
                    entry.recording(),
                    NewFile.request(entry.recording(), entry.question().parsed(), hosts));
            place = directories.of(entry.recording().test()).resolve(made.name());
            Bytes content = Bytes.utf8(made.content().text());
            return put(place, content, entry.recording(), made.losses());
        } catch (NoAnswerException unfit) {
            return new Exported.LeftOut(String.valueOf(unfit.getMessage()));
        } catch (IOException failed) {
            throw new FormatException("cannot write '" + place + "': " + failed, failed);
        }
    }

    private Exported put(Path place, Bytes content, Recording recording, List<Loss> losses) throws IOException {
        Recording other = written.get(place);
        List<Loss> all = new ArrayList<>(losses);
        if (other != null) {
            if (!other.upstream().equals(recording.upstream())) {
                return new Exported.LeftOut("another upstream's answer to the same question has the same name");
            }
            if (other.occurrence() > recording.occurrence()) {
                return new Exported.LeftOut("a later answer to the same question has the same name");
            }
            all.add(new Loss("earlier answer", "llama-stack keeps one answer to a question, the last"));
        }
        written.put(place, recording);
        boolean isChanged =
                !Files.exists(place) || !Bytes.owning(Files.readAllBytes(place)).equals(content);
        if (isChanged) {
            files.write(place, content);
        }
        return new Exported.Written(target.relativize(place).toString().replace('\\', '/'), isChanged, all);
    }

    @Override
    public void close() {
        files.close();
    }
}
