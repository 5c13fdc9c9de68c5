package io.reprise.formats.wiremock;

import io.reprise.formats.Exporter;
import io.reprise.formats.Format;
import io.reprise.formats.Source;
import io.reprise.formats.SourceFiles;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The directories {@code mappings} and {@code __files} of WireMock, and exports of several mappings in one file. */
public final class WireMockFormat implements Format {
    private static final int HEAD_SIZE = 2_000;

    /** The beginning of a file: of one with several mappings, of one that WireMock wrote, of one that somebody wrote. */
    private static final Pattern HEAD =
            Pattern.compile("\\A(\u00ef\u00bb\u00bf)?\\s*\\{\\s*(\"mappings\"\\s*:\\s*\\[\\s*(\\{|\\])"
                    + "|\"(id|uuid)\"\\s*:\\s*\"[0-9a-f-]{36}\"\\s*,\\s*(\"name\"\\s*:\\s*\"[^\"\\\\]*\"\\s*,\\s*)?\"request\"\\s*:"
                    + "|(\"(priority|name|scenarioName|requiredScenarioState|newScenarioState)\"\\s*:\\s*[^,{\\[]*,\\s*+)*+"
                    + "\"request\"\\s*:\\s*\\{\\s*(\"method\"\\s*:\\s*\"[A-Z]+\"\\s*,\\s*)?"
                    + "(\"url(Path|Pattern|PathPattern|PathTemplate)\"\\s*:\\s*\"|\"url\"\\s*:\\s*\"/))");

    static final String MAPPINGS = "mappings";
    static final String FILES = "__files";

    @Override
    public String name() {
        return "wiremock";
    }

    @Override
    public boolean recognises(Path path) {
        return SourceFiles.anyUnder(path, file -> isMapping(path, file));
    }

    @Override
    public boolean claims(Path root, Path file) {
        return isIn(root, file, FILES) || isMapping(root, file);
    }

    @Override
    public Source open(Path path) {
        return new WireMockSource(path, SourceFiles.under(path, file -> isMapping(path, file)));
    }

    @Override
    public boolean isExported() {
        return true;
    }

    @Override
    public Optional<Exporter> exporter(Path target, InPlace inPlace) {
        return Optional.of(new WireMockExporter(target));
    }

    /** Whether a file has mappings. All files in a directory {@code mappings} that has a directory {@code __files} beside it are. */
    private static boolean isMapping(Path root, Path file) {
        boolean isNamed =
                String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".json") || file.equals(root);
        return isNamed
                && !isIn(root, file, FILES)
                && SourceFiles.begins(
                        root,
                        file,
                        HEAD_SIZE,
                        head -> HEAD.matcher(head).find()
                                || isIn(root, file, MAPPINGS) && head.contains("\"request\""));
    }

    private static boolean isIn(Path root, Path file, String directory) {
        for (Path place = file.getParent(); place != null; place = place.getParent()) {
            if (directory.equals(String.valueOf(place.getFileName()))) {
                return true;
            }
            if (place.equals(root)) {
                return false;
            }
        }
        return false;
    }
}
