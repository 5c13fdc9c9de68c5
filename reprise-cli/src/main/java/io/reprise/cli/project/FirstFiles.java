package io.reprise.cli.project;

import io.reprise.core.family.ApiFamily.PublicApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files with which a project begins. None takes the place of one that is there. */
public final class FirstFiles {
    public static final String CONFIGURATION = "reprise.yaml";

    private static final String ATTRIBUTES = ".gitattributes";

    private final Path directory;
    private final Project project;
    private final String recordings;

    /** @param recordings the directory of the recordings, relative to the project, with slashes */
    public FirstFiles(Path directory, Project project, String recordings) {
        this.directory = directory;
        this.project = project;
        this.recordings = recordings;
    }

    /** Those that are missing. */
    public List<NewFile> missing() {
        List<NewFile> files = new ArrayList<>();
        addIfMissing(files, CONFIGURATION, configuration());
        attributes(files);
        ignored(files);
        for (Language.Example example : project.examples()) {
            if (files.stream().noneMatch(file -> file.path().equals(example.path()))) {
                addIfMissing(files, example.path(), text(example));
            }
        }
        return files;
    }

    /** Those that are there already, and stay as they are. */
    public List<String> kept() {
        List<String> wanted = new ArrayList<>(List.of(CONFIGURATION));
        project.examples().forEach(example -> wanted.add(example.path()));
        return wanted.stream().distinct().filter(this::exists).toList();
    }

    private void addIfMissing(List<NewFile> files, String path, String text) {
        if (!exists(path)) {
            files.add(new NewFile(path, text, false));
        }
    }

    /** A link that leads nowhere is there as well: nothing is written through it. */
    private boolean exists(String path) {
        return Files.exists(directory.resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    private void attributes(List<NewFile> files) {
        String pattern = "/" + recordings + "/** ";
        addLine(
                files,
                ATTRIBUTES,
                "# Recordings keep their bytes on every system.\n" + pattern + "-text\n",
                any -> any.startsWith(pattern) || any.startsWith(pattern.substring(1)));
    }

    /** Files that are there only while recordings are written. */
    private void ignored(List<NewFile> files) {
        addLine(files, recordings + "/.gitignore", ".tmp/\n", any -> any.matches("/?\\.tmp/?\\s*"));
    }

    private void addLine(List<NewFile> files, String path, String line, Predicate<String> isIt) {
        if (!exists(path)) {
            files.add(new NewFile(path, line, false));
            return;
        }
        try {
            String present = Files.readString(directory.resolve(path));
            if (present.lines().noneMatch(isIt)) {
                files.add(new NewFile(path, (present.isEmpty() || present.endsWith("\n") ? "" : "\n") + line, true));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read '" + path + "'", failed);
        }
    }

    /** Whether the example of this language is the one that the program brings, and not a file of the user's. */
    public boolean isOurs(Language.Example example) {
        try {
            return Files.readString(directory.resolve(example.path())).equals(text(example));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** The lines of a configuration for APIs that the project uses, and whose addresses the present one does not have. */
    public List<String> missingUpstreams() {
        String present;
        try {
            present = Files.readString(directory.resolve(CONFIGURATION));
        } catch (IOException unreadable) {
            return List.of();
        }
        List<String> lines = project.apis().stream()
                .filter(api -> !present.contains(api.url()))
                .flatMap(api -> upstream(api).lines())
                .toList();
        return lines.isEmpty()
                ? lines
                : Stream.concat(Stream.of("upstreams:"), lines.stream()).toList();
    }

    private String configuration() {
        return resource("reprise.yaml")
                .replace("RECORDINGS", recordings)
                .replace(
                        "UPSTREAMS\n",
                        project.apis().isEmpty()
                                ? resource("upstreams.yaml")
                                : project.apis().stream()
                                        .map(this::upstream)
                                        .collect(Collectors.joining("", "upstreams:\n", "")));
    }

    private String upstream(PublicApi api) {
        boolean isAlone = project.apis().size() == 1;
        return "  - name: " + api.name() + "\n    url: " + api.url() + "\n"
                + (isAlone || api.models().isEmpty()
                        ? ""
                        : api.models().stream()
                                .map(model -> "'" + model + "'")
                                .collect(Collectors.joining(", ", "    models: [", "]\n")));
    }

    /** Those for Node ask in the same way, whatever their test framework is. */
    private static String text(Language.Example example) {
        return resource(example.resource()).replace("{ask}\n", resource("ask.mjs") + "\n");
    }

    private static String resource(String name) {
        try (InputStream in = FirstFiles.class.getResourceAsStream("/init/" + name)) {
            if (in == null) {
                throw new IllegalStateException("'" + name + "' is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read '" + name + "' of the program", failed);
        }
    }
}
