package io.reprise.cli.project;

import io.reprise.core.family.ApiFamily.PublicApi;
import io.reprise.core.family.known.ApiFamilies;
import io.reprise.core.pattern.Glob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a directory says about the project in it.
 *
 * @param languages each with the files that tell of it
 * @param examples a test for each language, as far as the test framework is known
 * @param apis that its dependencies use
 */
public record Project(Map<Language, List<String>> languages, List<Language.Example> examples, List<PublicApi> apis) {
    /** Files that list dependencies are smaller; of others, this is enough to see. */
    private static final int MOST_READ = 1 << 20;

    public Project {
        languages = Map.copyOf(languages);
        examples = List.copyOf(examples);
        apis = List.copyOf(apis);
    }

    /**
     * Looks only at files directly in {@code directory}, and reads only those that list dependencies.
     *
     * @throws UncheckedIOException if the directory or one of these files cannot be read
     */
    public static Project in(Path directory) {
        try {
            List<Path> present = files(directory);
            Map<Language, List<String>> languages = new EnumMap<>(Language.class);
            List<Language.Example> examples = new ArrayList<>();
            StringBuilder dependencies = new StringBuilder();
            for (Language language : Language.values()) {
                List<Path> telling = present.stream()
                        .filter(file -> tells(language, file.getFileName().toString()))
                        .toList();
                if (!telling.isEmpty()) {
                    languages.put(
                            language,
                            telling.stream()
                                    .map(file -> file.getFileName().toString())
                                    .toList());
                    String text = beginnings(telling);
                    language.example(text).ifPresent(examples::add);
                    dependencies.append(text);
                }
            }
            return new Project(languages, examples, apis(dependencies.toString()));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read the project in '" + directory.toAbsolutePath() + "'", failed);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.toAbsolutePath())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static boolean tells(Language language, String file) {
        return language.files().stream().anyMatch(pattern -> new Glob(pattern).matches(file));
    }

    private static String beginnings(List<Path> files) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            text.append(beginning(file).toLowerCase(Locale.ROOT)).append('\n');
        }
        return text.toString();
    }

    private static String beginning(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_READ), StandardCharsets.UTF_8);
        }
    }

    private static List<PublicApi> apis(String dependencies) {
        List<PublicApi> used = new ArrayList<>();
        for (PublicApi api : ApiFamilies.publicApis()) {
            if (api.words().stream().anyMatch(dependencies::contains)) {
                used.add(api);
            }
        }
        return used;
    }
}
