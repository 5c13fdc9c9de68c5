package io.reprise.cli.project;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.config.Setting;
import io.reprise.core.explain.Remedy;
import io.reprise.core.family.ApiFamily.PublicApi;
import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise init}. */
public final class InitCommand implements Subcommand {
    private final ProcessEnvironment process;

    private final Parameter<String> recordings = Parameter.option(
            "--recordings", "DIR", "Directory of the recordings, within the project. Default: recordings.");

    private final Parameter<Boolean> dryRun =
            Parameter.flag("--dry-run", "Only say what would be written, and print it.");

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print a JSON object.");

    public InitCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "init",
                        "Prepares the project in the working directory: reprise.yaml with the APIs that it uses, what git"
                                + " should know of recordings, and an example test with its recording. Python, Node and Java (Maven,"
                                + " Gradle) are recognised.",
                        "",
                        "A file that exists is never changed, except that .gitattributes and .gitignore of the"
                                + " recordings get a line at their end.")
                .takes(recordings, dryRun, json)
                .exits("0:written, or nothing was missing", "1:a file cannot be read or written", "2:wrong use")
                .examples("  reprise init --dry-run", "  reprise init --recordings tests/recordings")
                .spec();
    }

    @Override
    public Integer call() {
        Path directory = process.directory().toAbsolutePath().normalize();
        String place = withinProject(directory);
        Project project = Project.in(directory);
        FirstFiles first = new FirstFiles(directory, project, place);
        List<NewFile> files = new ArrayList<>(first.missing());
        List<String> kept = first.kept();
        if (files.stream().anyMatch(file -> isExample(project, file))) {
            addRecording(directory, place, files);
        }
        files.forEach(file -> requireDirectories(directory, file));
        if (!dryRun.isGiven()) {
            write(directory, files);
        }
        if (json.isGiven()) {
            process.printJson(toJson(project, files, kept));
        } else {
            say(project, first, files, kept);
        }
        return ExitCode.FINE;
    }

    private String withinProject(Path directory) {
        String given = recordings.given().orElse(Setting.RECORDINGS.standard());
        Path place = directory.resolve(given).normalize();
        if (!place.startsWith(directory) || place.equals(directory)) {
            throw new IllegalArgumentException("--recordings '" + given
                    + "' is not a directory within the project; name one such as tests/recordings");
        }
        return directory.relativize(place).toString().replace('\\', '/');
    }

    private static boolean isExample(Project project, NewFile file) {
        return project.examples().stream().anyMatch(example -> example.path().equals(file.path()));
    }

    /** The answer that the example expects. */
    private static void addRecording(Path directory, String place, List<NewFile> files) {
        DemoRecordings.Answer answer = DemoRecordings.answer();
        String path = place + "/" + answer.file();
        if (!Files.exists(directory.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
            files.add(new NewFile(path, answer.text(), false));
        }
    }

    /** Before anything is written, so that no project is left half prepared. */
    private static void requireDirectories(Path directory, NewFile file) {
        Path path = directory.resolve(file.path());
        for (Path parent = path.getParent();
                parent != null && parent.startsWith(directory);
                parent = parent.getParent()) {
            if (Files.isDirectory(parent)) {
                break;
            }
            if (Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
                String name = directory.relativize(parent).toString().replace('\\', '/');
                throw new UncheckedIOException(
                        "cannot write '" + file.path() + "', and so nothing was written; rename or remove '" + name
                                + "', and run it again",
                        new NotDirectoryException(name));
            }
        }
    }

    private static void write(Path directory, List<NewFile> files) {
        List<String> written = new ArrayList<>();
        for (NewFile file : files) {
            try {
                write(directory, file);
            } catch (IOException failed) {
                String before = written.isEmpty() ? "nothing was written" : "written: " + String.join(", ", written);
                throw new UncheckedIOException(
                        "cannot write '" + file.path() + "' (" + before
                                + "); 'reprise init' writes the rest when this is mended",
                        failed);
            }
            written.add(file.path());
        }
    }

    private static void write(Path directory, NewFile file) throws IOException {
        Path path = directory.resolve(file.path());
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(
                path,
                file.text(),
                StandardCharsets.UTF_8,
                file.isAddition() ? StandardOpenOption.APPEND : StandardOpenOption.CREATE_NEW);
    }

    private void say(Project project, FirstFiles first, List<NewFile> files, List<String> kept) {
        process.print("found: " + found(project) + "\n");
        for (NewFile file : files) {
            process.print((dryRun.isGiven() ? "would " : "") + (file.isAddition() ? "add a line to " : "write ")
                    + file.path() + "\n");
            if (dryRun.isGiven()) {
                process.print(beginning(file).indent(4));
            }
        }
        kept.forEach(file -> process.print("keep " + file + ", which exists" + whose(project, first, file) + "\n"));
        if (files.isEmpty()) {
            process.print("nothing is missing\n");
        }
        if (project.examples().isEmpty() && !project.languages().isEmpty()) {
            process.print("no example test: the build names no JUnit, so the example would not compile\n");
        }
        if (!dryRun.isGiven()) {
            nextSteps(project, first).forEach(line -> process.print(line + "\n"));
        }
    }

    private static String beginning(NewFile file) {
        List<String> lines = file.text().lines().limit(41).toList();
        return lines.size() <= 40
                ? file.text()
                : String.join("\n", lines.subList(0, 12)) + "\n… "
                        + file.text().lines().count() + " lines";
    }

    private static String found(Project project) {
        String languages = project.languages().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey().label() + " (" + String.join(", ", entry.getValue()) + ")")
                .collect(Collectors.joining(", "));
        String apis = project.apis().stream().map(PublicApi::name).collect(Collectors.joining(", "));
        return (languages.isEmpty() ? "no Python, Node or Java project here" : languages)
                + (apis.isEmpty() ? "; no API that is known by name" : "; uses " + apis);
    }

    private static String whose(Project project, FirstFiles first, String file) {
        return project.examples().stream().anyMatch(example -> example.path().equals(file) && !first.isOurs(example))
                ? ": it is yours, and was not looked at"
                : "";
    }

    private List<String> nextSteps(Project project, FirstFiles first) {
        List<String> lines = new ArrayList<>(List.of("", "Next:"));
        List<Language.Example> examples =
                project.examples().stream().filter(first::isOurs).toList();
        examples.stream()
                .limit(1)
                .forEach(example -> lines.add(
                        "  " + example.command() + "\n      runs the example, without network and without a key"));
        List<String> upstreams = first.missingUpstreams();
        if (project.apis().isEmpty()) {
            lines.add("  add the URL of your API to 'upstreams' in reprise.yaml");
        } else if (!upstreams.isEmpty()) {
            lines.add("  add to reprise.yaml, which has no upstream for them:\n"
                    + String.join("\n", upstreams).indent(6).stripTrailing());
        }
        lines.add(
                "  reprise run -- COMMAND\n      runs your own tests: the first run records with your key, later runs replay");
        lines.add("  git add " + Remedy.commandLine(toCommit(examples))
                + "\n      commits them: the recordings are what later runs need");
        return lines;
    }

    /** Only what is there: git adds nothing if one of the names is not. */
    private List<String> toCommit(List<Language.Example> examples) {
        Path directory = process.directory().toAbsolutePath().normalize();
        Set<String> paths = new LinkedHashSet<>(List.of(FirstFiles.CONFIGURATION, ".gitattributes"));
        paths.add(withinProject(directory));
        examples.forEach(example -> paths.add(example.path()));
        return paths.stream()
                .filter(path -> Files.exists(directory.resolve(path), LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    private Json toJson(Project project, List<NewFile> files, List<String> kept) {
        return new JsonObjectBuilder()
                .with("dry_run", dryRun.isGiven())
                .with(
                        "languages",
                        texts(project.languages().keySet().stream()
                                .sorted()
                                .map(Language::label)
                                .toList()))
                .with("apis", texts(project.apis().stream().map(PublicApi::name).toList()))
                .with("written", texts(files.stream().map(NewFile::path).toList()))
                .with("kept", texts(kept))
                .done();
    }

    private static Json texts(List<String> texts) {
        return new Json.JsonArray(texts.stream().<Json>map(Json.JsonString::new).toList());
    }
}
