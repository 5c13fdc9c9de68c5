package io.reprise.formats.har;

import io.reprise.formats.Exporter;
import io.reprise.formats.Format;
import io.reprise.formats.LinesExporter;
import io.reprise.formats.Source;
import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** HAR 1.2 files of browsers, proxies and Playwright, and the recordings of Polly.js. */
public final class HarFormat implements Format {
    private static final Pattern NAME = Pattern.compile(".*\\.(har|zhar|har\\.gz|har\\.zip)");
    private static final Pattern HEAD = Pattern.compile("\\A(\u00ef\u00bb\u00bf)?\\s*\\{\\s*\"log\"\\s*:\\s*\\{");
    private static final int HEAD_SIZE = 300;

    /** What Playwright writes beside a HAR file: the SHA-1 of the content, and a suffix. */
    private static final Pattern ATTACHED = Pattern.compile("[0-9a-f]{40}\\.[a-z0-9]{1,16}");

    @Override
    public String name() {
        return "har";
    }

    @Override
    public boolean recognises(Path path) {
        return SourceFiles.anyUnder(path, file -> isHar(path, file));
    }

    @Override
    public boolean claims(Path root, Path file) {
        return isHar(root, file) || isAttached(file);
    }

    @Override
    public Source open(Path path) {
        return new HarSource(path, SourceFiles.inOrderOfParts(SourceFiles.under(path, file -> isHar(path, file))));
    }

    @Override
    public boolean isExported() {
        return true;
    }

    @Override
    public Optional<Exporter> exporter(Path target, InPlace inPlace) {
        return Optional.of(new LinesExporter(target, new HarSpelling(new UpstreamOrigins(inPlace.upstreams()))));
    }

    private static boolean isHar(Path root, Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (NAME.matcher(name).matches()) {
            return true;
        }
        if (name.endsWith(".zip")) {
            return isZipOfHar(root, file);
        }
        if (file.equals(root) && isZipOfHar(root, file)) {
            return true;
        }
        return (name.endsWith(".json") || file.equals(root))
                && SourceFiles.begins(root, file, HEAD_SIZE, HEAD.asPredicate());
    }

    private static boolean isZipOfHar(Path root, Path file) {
        Path place = root.equals(file) ? root.toAbsolutePath() : file;
        try (InputStream zip =
                Channels.newInputStream(SourceFiles.tree(root).open(root.equals(file) ? place.toRealPath() : place))) {
            return HarInMemory.isZipOfHar(zip);
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static boolean isAttached(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory != null
                && ATTACHED.matcher(String.valueOf(file.getFileName())).matches()
                && hasHar(directory);
    }

    private static boolean hasHar(Path directory) {
        try (var files = Files.newDirectoryStream(directory, "[!.]*.har")) {
            return files.iterator().hasNext();
        } catch (IOException unreadable) {
            return false;
        }
    }
}
