package io.reprise.formats.cassette;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Ending;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.formats.Exported;
import io.reprise.formats.ExportedFiles;
import io.reprise.formats.Exporter;
import io.reprise.formats.Loss;
import io.reprise.formats.RecordedAnswer;
import io.reprise.formats.RecordedCall;
import io.reprise.formats.TargetPaths;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes a file for each test. The recordings of one test are in memory until one of another test comes, or the end. */
final class CassetteExporter implements Exporter {
    private static final String LOCALHOST = "http://localhost";

    private static final Loss LEFT_OUT_OF_REQUEST =
            Loss.note("request.headers", "an import leaves some out that usually belong to one connection");
    private static final Loss LEFT_OUT_OF_RESPONSE =
            Loss.note("response.headers", "an import leaves some out that usually belong to one moment");

    private final ExportedFiles files;
    private final CassetteFile.Dialect dialect;
    private final CassetteNames names;
    private final Map<String, String> upstreams;
    private final TargetPaths paths;
    private final List<Recording> pending = new ArrayList<>();
    /** How many rows this run has written to each file. */
    private final Map<String, Integer> rows = new HashMap<>();

    private final Map<String, ExportMark> marks = new HashMap<>();
    /** The files with rows that localhost has really answered. */
    private final Set<String> ofLocalhost = new HashSet<>();

    private String name = "";
    private String before = "";
    private int changed;

    /** @param upstreams the base URL of each upstream by its name */
    CassetteExporter(Path target, CassetteFile.Dialect dialect, Map<String, String> upstreams) {
        this.files = new ExportedFiles(target);
        this.dialect = dialect;
        this.names = new CassetteNames(dialect);
        this.upstreams = Map.copyOf(upstreams);
        this.paths = new TargetPaths(upstreams);
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
            before = present().orElse("").replace("\r\n", "\n"); // git may have changed the ends of lines
        }
        pending.add(recording);
        boolean isChanged = !before.contains(row(recording).yaml(dialect, 0).replaceFirst(".*\n", ""));
        changed += isChanged ? 1 : 0;
        return new Exported.Written(own, isChanged, losses(recording));
    }

    private CassetteRow row(Recording recording) {
        String query = recording.exchange().request().query();
        String path = paths.of(recording);
        String url = origin(recording.upstream()) + path + (query.isEmpty() ? "" : "?" + query);
        Optional<String> asked =
                Optional.of(recording.exchange().request().path()).filter(each -> !each.equals(path));
        return new CassetteRow(recording.exchange(), url, asked, recording.recordedOn());
    }

    private String origin(String upstream) {
        Optional<URI> known = Optional.ofNullable(upstreams.get(upstream)).map(URI::create);
        if (known.isPresent()) {
            return known.get().getScheme() + "://" + known.get().getRawAuthority();
        }
        if (upstream.isEmpty()) {
            return LOCALHOST;
        }
        boolean isPlain = upstream.matches("localhost|[0-9.]+|\\[.*\\]|.*:[0-9]+");
        return (isPlain ? "http://" : "https://") + upstream;
    }

    private List<Loss> losses(Recording recording) {
        List<Loss> losses = new ArrayList<>();
        if (recording.test().isNone()) {
            losses.add(Loss.note(
                    "test id",
                    "without one, a recording is in the file " + CassetteNames.OF_NO_TEST
                            + ", and is imported without one"));
        } else if (!names.of(recording.test()).equals(recording.test().name())) {
            losses.add(
                    new Loss(
                            "test id",
                            "it has characters that the name of such a file cannot have, or differs from another one only in case"));
        }
        if (recording.upstream().isEmpty()) {
            losses.add(Loss.note("upstream", "nobody knows the host, so that it is localhost"));
        }
        losses.addAll(lossesOfMessages(recording.exchange()));
        if (recording.exchange().response().chunks().stream().anyMatch(chunk -> chunk.at() > 0)) {
            losses.add(new Loss("times of chunks", "these files have none"));
        }
        if (recording.exchange().response().ending() == Ending.EARLY) {
            losses.add(Loss.note("ending", "an early end is not marked; an import finds it again"));
        }
        return losses;
    }

    private List<Loss> lossesOfMessages(Exchange exchange) {
        Request request = exchange.request();
        Headers answered = exchange.response().headers();
        List<Loss> losses = new ArrayList<>();
        if (dialect == CassetteFile.Dialect.RUBY_VCR && RecordedCall.isInOtherCase(request)) {
            losses.add(new Loss("request.method", "Ruby's VCR has all methods in small letters"));
        }
        if (!RecordedCall.kept(request.headers()).equals(request.headers())) {
            losses.add(LEFT_OUT_OF_REQUEST);
        }
        if (!RecordedAnswer.kept(request.method(), answered).equals(answered)) {
            losses.add(LEFT_OUT_OF_RESPONSE);
        }
        return losses;
    }

    private void flush() {
        if (pending.isEmpty()) {
            return;
        }
        int first = rows.getOrDefault(name, 0);
        ExportMark mark = mark(first == 0 ? ExportMark.NONE : marks.getOrDefault(name, ExportMark.NONE));
        StringBuilder content = new StringBuilder(mark.text())
                .append(
                        first == 0
                                ? CassetteRow.beginning(dialect)
                                : ExportMark.without(present().orElse("")));
        pending.sort(Comparator.comparingInt(Recording::occurrence));
        for (int i = 0; i < pending.size(); i++) {
            content.append(row(pending.get(i)).yaml(dialect, first + i));
        }
        Bytes written = Bytes.utf8(content.toString());
        EarlierExport earlier = new EarlierExport(name, dialect);
        if (files.write(name, written, changed, present -> earlier.isReplaceable(present, written))) {
            rows.put(name, first + pending.size());
            marks.put(name, mark);
        }
        pending.clear();
        changed = 0;
    }

    /** @param before of the rows that the file has */
    private ExportMark mark(ExportMark before) {
        boolean hasUnknownHost = before.hasUnknownHost()
                || pending.stream().anyMatch(recording -> recording.upstream().isEmpty());
        pending.stream()
                .filter(recording -> !recording.upstream().isEmpty())
                .filter(recording -> origin(recording.upstream()).equals(LOCALHOST))
                .forEach(recording -> ofLocalhost.add(name));
        boolean hasMethodsAsSent = before.hasMethodsAsSent()
                || dialect != CassetteFile.Dialect.RUBY_VCR
                        && pending.stream()
                                .anyMatch(recording -> RecordedCall.isInOtherCase(
                                        recording.exchange().request()));
        return new ExportMark(
                pending.get(0).test().isNone(), hasUnknownHost && !ofLocalhost.contains(name), hasMethodsAsSent);
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
