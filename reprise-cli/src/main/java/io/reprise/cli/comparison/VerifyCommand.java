package io.reprise.cli.comparison;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.ListFilter;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.verify.ApiKeys;
import io.reprise.cli.verify.GivenHeaders;
import io.reprise.cli.verify.SentHeaders;
import io.reprise.config.ChosenValue;
import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.config.Setting;
import io.reprise.core.exchange.Headers;
import io.reprise.core.plan.Mode;
import io.reprise.core.store.Store;
import io.reprise.server.upstream.Upstream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise verify}. */
public final class VerifyCommand implements Subcommand {
    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final ListFilter filters = new ListFilter();

    private final VerifyFlags flags = new VerifyFlags();

    private final Parameter<List<String>> names = Parameter.optionalArguments(
            String.class, "KEY|FILE", "Only these recordings: keys, beginnings of keys, or files. Default: all.");

    private final Parameter<List<String>> upstreams =
            Parameter.options("--upstream", "[NAME=]URL", "As for serve. May be given several times.");

    private final Parameter<List<String>> headers = Parameter.options(
            "--header",
            "HEADER",
            "Send this header with each request, such as 'Authorization: Bearer $${MY_KEY}'; $${NAME} is a variable of"
                    + " the environment. May be given several times.");

    public VerifyCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "verify",
                        "Sends recorded requests to their upstreams again, and reports how today's answers differ from the recorded"
                                + " ones: in words, shape, headers, time and cost.",
                        "",
                        "It keeps no answer and changes no recording. Requests to a real API cost money: --dry-run says how"
                                + " much.")
                .takes(names)
                .takes(storeFlags.all())
                .takes(filters.all())
                .takes(upstreams, headers)
                .takes(flags.all())
                .exits(
                        "0:all answers came, and none is beyond a threshold",
                        "1:nothing was sent, or an answer is missing: an upstream, a key, the store",
                        "2:wrong use, or more than " + VerifyFlags.MOST_UNASKED + " requests without --yes",
                        "3:all answers came, but a recording is broken",
                        "4:an answer is beyond a threshold",
                        "130:a signal has stopped it; the report has what was found by then")
                .examples(
                        "  reprise verify --filter 'model:gpt-*' --dry-run",
                        "  reprise verify f5450b --repeat 5 --diff",
                        "  reprise verify --yes --max-words 40%% --max-first-token 2x --same-shape --json > drift.json")
                .spec();
    }

    @Override
    public Integer call() throws InterruptedException {
        flags.thresholds(); // before anything is read
        int repeat = flags.repeat();
        Configuration configuration = configuration();
        VerifyRun run = new VerifyRun(process, configuration, flags, sentHeaders(configuration));
        VerifySelection selection = new VerifySelection(process, configuration, filters.given());
        if (names.isGiven()) {
            return run.carryOut(selection.named(names.required(), repeat), selection.isAnyBroken());
        }
        RecordingsLocation location = StoreFlags.location(process, configuration);
        try (Store store = location.existing(process::say)) {
            return run.carryOut(selection.all(store, repeat), selection.isAnyBroken());
        }
    }

    /** Upstreams are asked, whatever the mode is for servers: a variable that is missing is an error. */
    private Configuration configuration() {
        Map<Setting, ChosenValue> given = new EnumMap<>(Setting.class);
        given.put(Setting.MODE, new ChosenValue(Mode.LIVE.toString(), "reprise verify"));
        List<Upstream> asked = upstreams.given().orElse(List.of()).stream()
                .map(text -> new ChosenValue(text, "--upstream").read(Upstream::parse))
                .toList();
        Configuration configuration = storeFlags.configuration(process, given, asked);
        if (configuration.upstreams().isEmpty()) {
            throw new IllegalArgumentException(
                    "no upstream is known, so nothing can be sent; name one: --upstream https://api.example.com/v1,"
                            + " or 'upstreams' in reprise.yaml");
        }
        return configuration;
    }

    private SentHeaders sentHeaders(Configuration configuration) {
        Headers given = GivenHeaders.parse(headers.given().orElse(List.of()), process.environment());
        given.fields().forEach(field -> {
            configuration.known().configureHeader(field.name(), field.value());
            configuration.known().configureValue(field.value());
        });
        process.know(configuration);
        return new SentHeaders(given, new ApiKeys(process.environment()));
    }
}
