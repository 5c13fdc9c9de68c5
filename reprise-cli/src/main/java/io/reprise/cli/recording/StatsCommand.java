package io.reprise.cli.recording;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.ListFilter;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.cli.process.ProgressBar;
import io.reprise.config.Configuration;
import io.reprise.config.RecordingsLocation;
import io.reprise.core.filter.Filter;
import io.reprise.core.price.PriceTable;
import io.reprise.core.statistics.CountedRecording;
import io.reprise.core.statistics.CountedRecording.FileFacts;
import io.reprise.core.statistics.Grouping;
import io.reprise.core.statistics.StoreStatistics;
import io.reprise.core.store.RecordingFacts;
import io.reprise.core.store.Store;
import io.reprise.server.reading.SharedReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise stats}. */
public final class StatsCommand implements Subcommand {
    private static final int MOST_GROUPS = 20;

    private final ProcessEnvironment process;

    private final StoreFlags storeFlags = new StoreFlags();

    private final ListFilter filters = new ListFilter();

    private final Parameter<String> by = Parameter.option(
                    "--by", "WHAT", "Also a line for each test, model, family or day.")
            .offering(List.of("test", "model", "family", "day"));

    private final Parameter<Integer> limit = Parameter.number(
            "--limit", "of 0 or more", "N", "How many of these lines, the largest first; 0 for all. Default: 20.");

    private final Parameter<Boolean> json = Parameter.flag("--json", "Print a JSON object.");

    public StatsCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "stats",
                        "Counts what is recorded: tests, models, tokens, money, sizes, ages, and times to the first token.")
                .takes(storeFlags.all())
                .takes(filters.all())
                .takes(by, limit, json)
                .exits(
                        "0:counted",
                        "1:there is no store, or it cannot be read",
                        "2:wrong use",
                        "3:counted, but a recording is broken")
                .examples(
                        "  reprise stats",
                        "  reprise stats --by model --filter 'since:30d'",
                        "  reprise stats --by test --json | jq -r '.groups[] | [.name, .cost_usd] | @tsv'")
                .spec();
    }

    @Override
    public Integer call() {
        Configuration configuration = storeFlags.configuration(process);
        Optional<Grouping> grouping = by.given().map(StatsCommand::grouping);
        int most = limit.given().orElse(MOST_GROUPS);
        if (most < 0) {
            throw new IllegalArgumentException("--limit: '" + most + "' is less than 0; 0 stands for all");
        }
        StoreStatistics statistics = count(configuration, grouping, filters.given());
        PriceTable prices = configuration.prices();
        if (json.isGiven()) {
            process.printJson(statistics.toJson(prices.asOf()));
        } else {
            new StatisticsText(process.terminal().columns(), most)
                    .lines(statistics, grouping)
                    .forEach(process::print);
            Optional.of(LocalDate.now(ZoneOffset.UTC))
                    .filter(today -> statistics.all().cost().isPresent())
                    .flatMap(prices::remark)
                    .ifPresent(process::say);
        }
        return statistics.broken() == 0 ? ExitCode.FINE : ExitCode.ATTENTION;
    }

    private static Grouping grouping(String text) {
        try {
            return Grouping.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("--by: " + wrong.getMessage(), wrong);
        }
    }

    private StoreStatistics count(Configuration configuration, Optional<Grouping> grouping, Filter filter) {
        RecordingsLocation location = StoreFlags.location(process, configuration);
        PriceTable prices = configuration.prices();
        Instant now = Instant.now();
        StoreStatistics statistics = new StoreStatistics(grouping);
        BrokenRecordings broken = new BrokenRecordings();
        try (Store store = location.existing(process::say);
                ProgressBar progress = new ProgressBar(process, "reading", new SharedReading(store)::count)) {
            Function<Store.Entry, FileFacts> facts = location.isDirectory()
                    ? entry -> facts(location.directory().resolve(entry.location()), entry.recordedAt())
                    : entry -> new FileFacts(OptionalLong.empty(), entry.recordedAt());
            new SharedReading(store)
                    .forEach(
                            entry -> {
                                progress.step();
                                if (filter.accepts(new RecordingFacts(entry), now)) {
                                    CountedRecording counted = CountedRecording.of(entry, prices, facts.apply(entry));
                                    synchronized (statistics) {
                                        statistics.add(counted);
                                    }
                                }
                            },
                            unreadable -> {
                                synchronized (statistics) {
                                    statistics.addBroken();
                                }
                                broken.add(unreadable);
                            });
        }
        broken.sayTo(process);
        return statistics;
    }

    private static FileFacts facts(Path file, Optional<Instant> recordedAt) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileFacts(
                    OptionalLong.of(attributes.size()),
                    recordedAt.or(
                            () -> Optional.of(attributes.lastModifiedTime().toInstant())));
        } catch (IOException gone) {
            return new FileFacts(OptionalLong.empty(), recordedAt);
        }
    }
}
