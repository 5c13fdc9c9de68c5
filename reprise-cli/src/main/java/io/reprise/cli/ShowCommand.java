package io.reprise.cli;

import io.reprise.cli.config.Configuration;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Layout;
import io.reprise.core.key.KeyRules;
import io.reprise.core.store.Recording;
import io.reprise.core.store.RecordingFile;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reprise show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows recordings to people: what was asked, the whole text of each answer, how it was sent.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:shown",
            "1:there is no such recording, or it cannot be read",
            "2:wrong use, such as a key of which several begin so"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise show f5450b5c6f0c",
            "  reprise show recordings/models/models-local.json",
            "  reprise show f5450b --raw > answer.txt"
        })
final class ShowCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    StoreFlags storeFlags = new StoreFlags();

    @Parameters(paramLabel = "KEY|FILE", description = "A key or its beginning, as logs and lists show it; or a file.")
    String wanted = "";

    @Option(names = "--occurrence", paramLabel = "N", description = "Only the Nth answer to the question.")
    @Nullable Integer occurrence;

    @Option(names = "--raw", description = "Only the body of the answer, byte for byte as it was sent.")
    boolean isRaw;

    @Option(names = "--json", description = "As a JSON array.")
    boolean isJson;

    ShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Configuration configuration = storeFlags.configuration(surroundings);
        List<Shown> found = find(configuration).stream()
                .filter(shown -> occurrence == null || shown.recording().occurrence() == occurrence)
                .toList();
        if (found.isEmpty()) {
            throw new StoreException(
                    "there is no recording '" + wanted + "'"
                            + (occurrence == null ? "" : " with occurrence " + occurrence)
                            + " in '" + configuration.recordings() + "'; 'reprise list' tells what there is",
                    null);
        }
        boolean isOneQuestion = found.stream().map(Shown::key).distinct().count() == 1;
        if (!isOneQuestion || isRaw && found.size() > 1) {
            surroundings.say("reprise: '" + wanted + "' is not one recording but " + found.size() + ":");
            found.forEach(shown -> surroundings.say("  " + shown.line()));
            return ExitCode.WRONG_USE;
        }
        print(found);
        return ExitCode.FINE;
    }

    private void print(List<Shown> found) {
        if (isRaw) {
            byte[] body = found.get(0).recording().exchange().response().body().toArray();
            surroundings.out().write(body, 0, body.length);
        } else if (isJson) {
            List<String> objects = found.stream()
                    .map(shown -> shown.toJson().write(Layout.INDENTED))
                    .toList();
            surroundings.out().print("[" + String.join(",\n", objects) + "]\n");
        } else {
            List<String> pages =
                    found.stream().map(shown -> new RecordingPage(shown).text()).toList();
            surroundings.out().print(String.join("\n", pages));
        }
    }

    private List<Shown> find(Configuration configuration) {
        Path directory = surroundings.directory().resolve(configuration.recordings());
        Optional<Path> file = Stream.of(surroundings.directory(), directory)
                .map(parent -> parent.resolve(wanted))
                .filter(Files::isRegularFile)
                .findFirst();
        if (file.isPresent()) {
            return List.of(read(file.get(), configuration.rules()));
        }
        String prefix = wanted.toLowerCase(Locale.ROOT);
        if (!prefix.matches("[0-9a-f]{1,64}")) {
            throw new IllegalArgumentException("'" + wanted + "' is neither a file nor the beginning of a key");
        }
        try (Store store = StoreFlags.existing(surroundings, configuration)) {
            String inName = prefix.substring(0, Math.min(12, prefix.length()));
            List<Shown> named = find(store, configuration.rules(), prefix, location -> location.contains(inName));
            return named.isEmpty() ? find(store, configuration.rules(), prefix, location -> true) : named;
        }
    }

    private List<Shown> find(Store store, KeyRules rules, String prefix, Predicate<String> isWanted) {
        List<Shown> found = new ArrayList<>();
        store.forEach(
                isWanted,
                entry -> {
                    Shown shown = new Shown(entry.location(), keyOf(entry.recording(), rules), entry.recording());
                    if (shown.key().startsWith(prefix)) {
                        found.add(shown);
                    }
                },
                broken -> surroundings.say(Failure.line(broken)));
        found.sort(Comparator.comparing(Shown::key)
                .thenComparingInt(shown -> shown.recording().occurrence())
                .thenComparing(Shown::file));
        return found;
    }

    private static Shown read(Path file, KeyRules rules) {
        try {
            Recording recording = RecordingFile.read(Bytes.owning(Files.readAllBytes(file)), file.toString());
            return new Shown(file.toString(), keyOf(recording, rules), recording);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read '" + file + "'", failed);
        }
    }

    private static String keyOf(Recording recording, KeyRules rules) {
        return rules.question(recording.exchange().request(), recording.test())
                .key()
                .hex();
    }
}
