package io.reprise.formats.jsonl;

import io.reprise.core.json.Json;
import io.reprise.formats.Exporter;
import io.reprise.formats.Format;
import io.reprise.formats.LinesExporter;
import io.reprise.formats.Source;
import io.reprise.formats.SourceFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Logs of requests and answers: files of lines, each a JSON object that has both, and the files of batches. */
public final class JsonlFormat implements Format {
    private static final Pattern NAME = Pattern.compile(".*\\.(jsonl|ndjson)(\\.gz)?");

    /** Of files that have a suffix of their own, only these are read as a whole elsewhere. */
    private static final Pattern OTHER = Pattern.compile(".*\\.(json|ya?ml|har|zip|txtar)(\\.gz)?");

    /** Messages of a WebSocket conversation, which Playwright writes beside a HAR file and names by their SHA-1. */
    private static final Pattern ATTACHED = Pattern.compile("[0-9a-f]{40}\\.jsonl");

    /** The beginnings of spans, of OpenTelemetry's protocol and of its SDK for Python, and of OrcaReplay's events: other formats. */
    private static final Pattern TELEMETRY = Pattern.compile("\\A\\s*\\{\\s*\"(resource(Spans|Logs|Metrics)\""
            + "|name\"[^{}]*\"context\"\\s*:\\s*\\{\\s*\"trace_id\"|seq\"\\s*:)");

    private static final int BEGINNING = 64 << 10;

    @Override
    public String name() {
        return "jsonl";
    }

    @Override
    public boolean recognises(Path path) {
        return SourceFiles.anyUnder(path, file -> isLog(path, file));
    }

    @Override
    public boolean claims(Path root, Path file) {
        return isLog(root, file);
    }

    @Override
    public Source open(Path path) {
        List<Path> files = SourceFiles.under(path, file -> isLog(path, file) || file.equals(path));
        return new JsonlSource(SourceFiles.inOrderOfParts(files).stream()
                .map(file -> new LogFile(path, file))
                .toList());
    }

    @Override
    public boolean isExported() {
        return true;
    }

    @Override
    public Optional<Exporter> exporter(Path target, InPlace inPlace) {
        return Optional.of(new LinesExporter(target, new JsonlSpelling()));
    }

    private static boolean isLog(Path root, Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (NAME.matcher(name).matches()) {
            return !ATTACHED.matcher(name).matches()
                    && !SourceFiles.begins(root, file, BEGINNING, TELEMETRY.asPredicate());
        }
        return root.equals(file)
                && !OTHER.matcher(name).matches()
                && SourceFiles.begins(root, file, BEGINNING, JsonlFormat::beginsAsLog);
    }

    /** A file that a user has named may have any name. */
    private static boolean beginsAsLog(String text) {
        return text.lines()
                .findFirst()
                .map(line -> line.startsWith("\u00ef\u00bb\u00bf") ? line.substring(3) : line)
                .flatMap(Json::tryParse)
                .filter(LogLine::isOne)
                .isPresent();
    }
}
