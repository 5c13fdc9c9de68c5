package io.reprise.formats.cassette;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Ending;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.formats.Exported;
import io.reprise.formats.ExportedFiles;
import io.reprise.formats.Exporter;
import io.reprise.formats.Loss;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a file for each test. The recordings of one test are in memory until one of another test comes, or the end. */
final class CassetteExporter implements Exporter {
    private final ExportedFiles files;
    private final CassetteFile.Dialect dialect;
    private final CassetteNames names;
    private final Map<String, String> upstreams;
    private final List<Recording> pending = new ArrayList<>();
    /** How many rows this run has written to each file. */
    private final Map<String, Integer> rows = new HashMap<>();

    private String name = "";
    private String before = "";
    private int changed;

    /** @param upstreams the base URL of each upstream by its name */
    CassetteExporter(Path target, CassetteFile.Dialect dialect, Map<String, String> upstreams) {
        this.files = new ExportedFiles(target);
        this.dialect = dialect;
        this.names = new CassetteNames(dialect);
        this.upstreams = Map.copyOf(upstreams);
    }

    @Override
    public Exported write(Store.Entry entry) {
        Recording recording = entry.recording();
        if (recording.exchange().socket().isPresent()) {
            return new Exported.LeftOut("it is a WebSocket conversation, and these files have HTTP only");
        }
        if (!recording.exchange().response().ending().isClean()) {
            return new Exported.LeftOut("its stream has no end, and these files have whole answers only");
        }
        String own = names.of(recording.test()) + (dialect == CassetteFile.Dialect.RUBY_VCR ? ".yml" : ".yaml");
        if (!own.equals(name)) {
            flush();
            name = own;
            before = present().orElse("");
        }
        pending.add(recording);
        boolean isChanged = !before.contains(row(recording).yaml(dialect, 0).replaceFirst(".*\n", ""));
        changed += isChanged ? 1 : 0;
        return new Exported.Written(own, isChanged, losses(recording));
    }

    private CassetteRow row(Recording recording) {
        return new CassetteRow(recording.exchange(), url(recording), recording.recordedOn());
    }

    private String url(Recording recording) {
        String query = recording.exchange().request().query();
        return origin(recording.upstream())
                + recording.exchange().request().path()
                + (query.isEmpty() ? "" : "?" + query);
    }

    private String origin(String upstream) {
        Optional<URI> known = Optional.ofNullable(upstreams.get(upstream)).map(URI::create);
        if (known.isPresent()) {
            return known.get().getScheme() + "://" + known.get().getRawAuthority();
        }
        boolean isPlain = upstream.isEmpty() || upstream.matches("localhost|[0-9.]+|\\[.*\\]|.*:[0-9]+");
        return (isPlain ? "http://" : "https://") + (upstream.isEmpty() ? "localhost" : upstream);
    }

    private List<Loss> losses(Recording recording) {
        List<Loss> losses = new ArrayList<>();
        if (recording.test().isNone()) {
            losses.add(new Loss("test id", "without one, a recording is in the file " + CassetteNames.OF_NO_TEST));
        } else if (!names.of(recording.test()).equals(recording.test().name())) {
            losses.add(new Loss("test id", "it has characters that the name of such a file cannot have"));
        }
        if (recording.upstream().isEmpty()) {
            losses.add(new Loss("upstream", "nobody knows the host, so that it is localhost"));
        }
        if (recording.exchange().response().chunks().stream().anyMatch(chunk -> chunk.at() > 0)) {
            losses.add(new Loss("times of chunks", "these files have none"));
        }
        if (recording.exchange().response().ending() == Ending.EARLY) {
            losses.add(new Loss("ending", "an early end is not marked; an import finds it again"));
        }
        return losses;
    }

    private void flush() {
        if (pending.isEmpty()) {
            return;
        }
        int first = rows.getOrDefault(name, 0);
        StringBuilder content = new StringBuilder(
                first == 0 ? CassetteRow.beginning(dialect) : present().orElse(""));
        pending.sort(Comparator.comparingInt(Recording::occurrence));
        for (int i = 0; i < pending.size(); i++) {
            content.append(row(pending.get(i)).yaml(dialect, first + i));
        }
        if (files.write(name, Bytes.utf8(content.toString()), changed)) {
            rows.put(name, first + pending.size());
        }
        pending.clear();
        changed = 0;
    }

    private Optional<String> present() {
        return files.present(name).flatMap(Bytes::decode);
    }

    @Override
    public List<UnwrittenFile> unwritten() {
        return files.unwritten();
    }

    @Override
    public void close() {
        try {
            flush();
        } finally {
            files.close();
        }
    }
}
