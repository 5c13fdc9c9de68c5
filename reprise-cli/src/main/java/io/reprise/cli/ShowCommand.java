package io.reprise.cli;

import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.family.ParsedExchange;
import io.reprise.core.json.Layout;
import io.reprise.core.key.KeyRules;
import io.reprise.core.key.Question;
import io.reprise.core.price.PriceTable;
import io.reprise.core.store.Recording;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.directory.BodiesBeside;
import io.reprise.core.store.durable.ConfinedTree;
import io.reprise.core.store.durable.DurableFiles;
import io.reprise.core.store.file.RecordingFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise show}. */
final class ShowCommand implements Subcommand {
    private static final Bytes LINE_FEED = Bytes.utf8("\n");
    private static final String STANDARD_INPUT = "-";

    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final Parameter<String> wanted = Parameter.argument(
            String.class,
            "KEY|FILE",
            "A key, the beginning of a key (as logs show it), a file, or - for a file on standard input.");

    private final Parameter<Integer> occurrence =
            Parameter.option(Integer.class, "--occurrence", "N", "Only the Nth answer to the question.");

    private final Parameter<Boolean> raw =
            Parameter.flag("--raw", "Only the body of the answer, byte for byte as it was sent.");

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print a JSON array.");

    private boolean isAnyBroken;

    ShowCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "show",
                        "Shows a recording: the request, the whole text of each answer, and how it was sent.")
                .takes(storeFlags.all())
                .takes(wanted, occurrence, raw, json)
                .exits(
                        "0:shown",
                        "1:there is no such recording, or it cannot be read",
                        "2:wrong use, such as a beginning that several keys have",
                        "3:shown, but another recording is broken, which may have the same key")
                .examples(
                        "  reprise show f5450b5c6f0c",
                        "  reprise show recordings/models/models-local.json",
                        "  reprise show f5450b --raw > answer.txt")
                .spec();
    }

    @Override
    public Integer call() {
        Configuration configuration = storeFlags.configuration(process);
        List<ShownRecording> found = find(configuration).stream()
                .filter(shown -> occurrence
                        .given()
                        .map(number -> number == shown.recording().occurrence())
                        .orElse(true))
                .toList();
        if (found.isEmpty()) {
            throw new StoreException(
                    "there is no recording '" + wanted.required() + "'"
                            + occurrence
                                    .given()
                                    .map(number -> " with occurrence " + number)
                                    .orElse("")
                            + " in '" + StoreFlags.location(process, configuration)
                            + "'; 'reprise list' lists them all",
                    null);
        }
        boolean isOneQuestion =
                found.stream().map(ShownRecording::key).distinct().count() == 1;
        if (!isOneQuestion || raw.isGiven() && found.size() > 1) {
            process.say("reprise: '" + wanted.required() + "' stands for several recordings: " + found.size() + ":");
            found.forEach(shown -> process.say("  " + shown.line()));
            return ExitCode.WRONG_USE;
        }
        print(found, configuration.prices());
        return isAnyBroken ? ExitCode.ATTENTION : ExitCode.FINE;
    }

    private void print(List<ShownRecording> found, PriceTable prices) {
        if (raw.isGiven()) {
            Bytes body = allowed(raw(found.get(0).recording().exchange()));
            process.printRaw(body.toArray());
        } else if (json.isGiven()) {
            for (ShownRecording shown : found) {
                process.print(shown == found.get(0) ? "[" : ",\n");
                process.print(shown.toJson(prices), Layout.INDENTED);
            }
            process.print("]\n");
        } else {
            List<String> pages = found.stream()
                    .map(shown -> new RecordingText(shown, prices).text())
                    .toList();
            process.print(String.join("\n", pages));
        }
    }

    /** A terminal obeys control characters, so a person who wants to see them there uses another program. */
    private Bytes allowed(Bytes body) {
        boolean isPlain = body.decode()
                .filter(text -> text.chars().noneMatch(c -> Character.isISOControl(c) && "\r\n\t".indexOf(c) < 0))
                .isPresent();
        if (process.terminal().isOut() && !isPlain) {
            throw new IllegalArgumentException(
                    "--raw: the answer has characters that can control a terminal; write it to a file (> FILE),"
                            + " or see it with '| cat -v'");
        }
        return body;
    }

    /** The body of an answer; of a conversation, the messages of the upstream, each with a line feed. */
    private static Bytes raw(Exchange exchange) {
        return exchange.socket()
                .map(conversation -> Bytes.concat(conversation.messages().stream()
                        .filter(message -> message.from() == Sender.UPSTREAM)
                        .flatMap(message -> Stream.of(message.bytes(), LINE_FEED))
                        .toList()))
                .orElseGet(exchange.response()::body);
    }

    private List<ShownRecording> find(Configuration configuration) {
        RecordingsLocation recordings = StoreFlags.location(process, configuration);
        if (wanted.required().equals(STANDARD_INPUT)) {
            return List.of(parsed(
                    Bytes.owning(process.standardInput()),
                    process.directory().resolve(STANDARD_INPUT),
                    "standard input",
                    configuration.rules()));
        }
        Optional<Path> file = fileIn(process.directory())
                .or(() -> recordings.isDirectory() ? fileIn(recordings.directory()) : Optional.empty());
        if (file.isPresent()) {
            return List.of(read(file.get(), configuration.rules()));
        }
        String prefix = wanted.required().toLowerCase(Locale.ROOT);
        if (!prefix.matches("[0-9a-f]{1,64}")) {
            throw new IllegalArgumentException(
                    "'" + wanted.required() + "' is neither a file nor the beginning of a key");
        }
        try (Store store = recordings.existing(process::say)) {
            String inName = prefix.substring(0, Math.min(12, prefix.length()));
            List<ShownRecording> named = find(store, prefix, location -> location.contains(inName));
            return named.isEmpty() ? find(store, prefix, location -> true) : named;
        }
    }

    private Optional<Path> fileIn(Path directory) {
        return Optional.of(directory.resolve(wanted.required())).filter(Files::isRegularFile);
    }

    private List<ShownRecording> find(Store store, String prefix, Predicate<String> isWanted) {
        List<ShownRecording> found = new ArrayList<>();
        store.forEach(
                isWanted,
                entry -> {
                    ShownRecording shown = shown(entry.location(), entry.question(), entry.recording());
                    if (shown.key().startsWith(prefix)) {
                        found.add(shown);
                    }
                },
                broken -> {
                    isAnyBroken = true;
                    process.complain(FailureMessage.of(broken));
                });
        found.sort(Comparator.comparing(ShownRecording::key)
                .thenComparingInt(shown -> shown.recording().occurrence())
                .thenComparing(ShownRecording::location));
        return found;
    }

    private static ShownRecording read(Path file, KeyRules rules) {
        try {
            return parsed(Bytes.owning(Files.readAllBytes(file)), file, file.toString(), rules);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read '" + file + "'", failed);
        }
    }

    private static ShownRecording parsed(Bytes content, Path file, String name, KeyRules rules) {
        Recording recording = RecordingFile.parse(
                        content, name, new BodiesBeside(new ConfinedTree(DurableFiles.parentOf(file)), file, name))
                .recording();
        Question question = rules.question(recording.exchange().request(), recording.test());
        return shown(name, question, recording);
    }

    private static ShownRecording shown(String file, Question question, Recording recording) {
        ParsedExchange parsed =
                ParsedExchange.of(question.parsed(), recording.exchange().response());
        return new ShownRecording(file, question.key().hex(), recording, parsed);
    }
}
