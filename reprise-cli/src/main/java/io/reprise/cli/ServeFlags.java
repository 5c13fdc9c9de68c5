package io.reprise.cli;

import io.reprise.cli.config.Setting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code reprise serve} that set what the environment or {@code reprise.yaml} could set as well. */
final class ServeFlags {
    @Option(names = "--host", paramLabel = "ADDRESS", description = "Address to listen on. Default: 127.0.0.1.")
    @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "Port; 0 takes a free one. Default: 8000.")
    @Nullable String port;

    @Option(
            names = "--upstream",
            paramLabel = "[NAME=]URL",
            description = "A real API that is asked for what is not recorded. May be given several times.")
    List<String> upstreams = new ArrayList<>();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = {
                "live: ask, keep nothing; record: ask, and replace what is kept; replay: never ask; record-if-missing.",
                "Default: record-if-missing; replay where CI=true or no upstream is known."
            })
    @Nullable String mode;

    @Option(
            names = "--pace",
            paramLabel = "PACE",
            description = "When chunks are sent: instant, recorded, x2 or a model. Default: instant.")
    @Nullable String pace;

    @Option(
            names = "--repeat",
            paramLabel = "WHAT",
            description = "What answers when all occurrences were given: last, cycle or miss. Default: last.")
    @Nullable String repeat;

    @Option(names = "--fresh-ids", description = "Give each replay new ids and current time stamps.")
    boolean hasFreshIds;

    @Option(names = "--keep-errors", description = "Keep answers with status 408, 409, 425, 429 and 5xx, too.")
    boolean keepsErrors;

    @Option(names = "--keep-cut", description = "Keep streams that broke off, too.")
    boolean keepsCut;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Access token that each request must bring (better in REPRISE_TOKEN, since others may see"
                    + " flags). Made up if --host is not on this machine only and none is given.")
    @Nullable String token;

    @Option(names = "--max-body", paramLabel = "SIZE", description = "Largest request body. Default: 64MiB.")
    @Nullable String maxBody;

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            description = "How long running answers may go on after a stop. Default: 10s.")
    @Nullable String drain;

    /** What was given. */
    Map<Setting, String> texts() {
        Map<Setting, String> texts = new EnumMap<>(Setting.class);
        put(texts, Setting.HOST, host);
        put(texts, Setting.PORT, port);
        put(texts, Setting.MODE, mode);
        put(texts, Setting.PACE, pace);
        put(texts, Setting.REPEAT, repeat);
        put(texts, Setting.TOKEN, token);
        put(texts, Setting.MAX_BODY, maxBody);
        put(texts, Setting.DRAIN, drain);
        put(texts, Setting.FRESH_IDS, hasFreshIds ? "true" : null);
        put(texts, Setting.KEEP_ERRORS, keepsErrors ? "true" : null);
        put(texts, Setting.KEEP_CUT, keepsCut ? "true" : null);
        return texts;
    }

    private static void put(Map<Setting, String> texts, Setting setting, @Nullable String text) {
        if (text != null) {
            texts.put(setting, text);
        }
    }
}
