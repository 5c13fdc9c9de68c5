package io.reprise.cli.transfer;

import io.reprise.cli.argument.Parameter;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.formats.Exporter;
import io.reprise.formats.Formats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The arguments that say in which format recordings are written, and where. */
final class ExportTarget {
    private static final List<String> FORMATS = Formats.installed().exportedNames();

    private final Parameter<String> format = Parameter.requiredOption(
                    "--format", "NAME", "The format to write: " + String.join(", ", FORMATS) + ".")
            .offering(FORMATS);

    private final Parameter<Path> target;

    /** @param index of the argument; the first has 0 */
    ExportTarget(int index) {
        target = Parameter.argument(index, Path.class, "TARGET", "A directory. It is made if it does not exist.");
    }

    Parameter<String> format() {
        return format;
    }

    Parameter<Path> target() {
        return target;
    }

    /** A format for examples. */
    static String example() {
        return FORMATS.get(0);
    }

    /** @throws IllegalArgumentException if the target is a file */
    Path directory(ProcessEnvironment process) {
        Path directory = process.directory()
                .resolve(RecordingsLocation.path(target.required().toString()));
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new IllegalArgumentException(
                    "'" + target.required() + "' is not a directory; name one for the files");
        }
        return directory;
    }

    /** @throws IllegalArgumentException if there is no such format, or the target is a file */
    Exporter exporter(ProcessEnvironment process, Configuration configuration) {
        Path directory = directory(process);
        return Formats.installed()
                .exported(format.required())
                .exporter(directory, configuration.inPlace(process::say))
                .orElseThrow();
    }
}
