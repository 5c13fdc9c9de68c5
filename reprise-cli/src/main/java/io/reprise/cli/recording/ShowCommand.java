package io.reprise.cli.recording;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.config.Configuration;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Chunk;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.LargeAnswer;
import io.reprise.core.exchange.SocketMessage.Sender;
import io.reprise.core.json.Layout;
import io.reprise.core.price.PriceTable;
import io.reprise.core.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise show}. */
public final class ShowCommand implements Subcommand {
    private static final Bytes LINE_FEED = Bytes.utf8("\n");

    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final Parameter<String> wanted = Parameter.argument(
            String.class,
            "KEY|FILE",
            "A key, the beginning of a key (as logs show it), a file, or - for a file on standard input.");

    private final Parameter<Integer> occurrence =
            Parameter.number("--occurrence", "of 1 or more", "N", "Only the Nth answer to the question.");

    private final Parameter<Boolean> raw =
            Parameter.flag("--raw", "Only the body of the answer, byte for byte as it was sent.");

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print a JSON array.");

    public ShowCommand(ProcessEnvironment process) {
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
        RecordingSearch search = new RecordingSearch(process, configuration).inPieces();
        List<ShownRecording> found = search.find(wanted.required()).stream()
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
        return search.isAnyBroken() ? ExitCode.ATTENTION : ExitCode.FINE;
    }

    private void print(List<ShownRecording> found, PriceTable prices) {
        if (raw.isGiven()) {
            printRaw(found.get(0));
        } else if (json.isGiven()) {
            found.forEach(ShowCommand::requireMemory);
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

    private void printRaw(ShownRecording shown) {
        if (shown.entry().large().isEmpty()) {
            process.printRaw(allowed(raw(shown.recording().exchange())).toArray());
            return;
        }
        try (LargeAnswer.Pieces pieces = shown.entry().large().get().open()) {
            for (Optional<Chunk> next = pieces.next(); next.isPresent(); next = pieces.next()) {
                process.printRaw(allowed(next.get().bytes()).toArray());
            }
        }
    }

    private static void requireMemory(ShownRecording shown) {
        if (shown.entry().large().isPresent()) {
            throw new StoreException(
                    "'" + shown.location() + "' is too large for --json with this memory: its answer has "
                            + shown.bytes() + " bytes; start with a larger heap (REPRISE_JAVA_OPTS=-Xmx4g),"
                            + " or use --raw",
                    null);
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
}
