package io.reprise.cli.mcp;

import io.reprise.cli.argument.CommandSpecBuilder;
import io.reprise.cli.argument.Parameter;
import io.reprise.cli.argument.StoreFlags;
import io.reprise.cli.argument.Subcommand;
import io.reprise.cli.process.ExitCode;
import io.reprise.cli.process.ProcessEnvironment;
import io.reprise.config.Configuration;
import io.reprise.config.RecordCommand;
import io.reprise.config.Setting;
import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.TestId;
import io.reprise.core.explain.Miss;
import io.reprise.core.explain.MissExplainer;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import io.reprise.core.store.Store;
import io.reprise.server.catalogue.Catalogue;
import io.reprise.server.catalogue.KnownItems;
import io.reprise.server.lookup.StoreScan;
import io.reprise.server.mcp.McpServer;
import io.reprise.server.mcp.Tools;
import io.reprise.server.mcp.tool.ToolSources;
import io.reprise.server.outcome.UsedRecordings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reprise mcp}. */
public final class McpCommand implements Subcommand {
    private final ProcessEnvironment process;
    private final StoreFlags storeFlags = new StoreFlags();
    private final Parameter<String> url = Parameter.option(
            "--url",
            "URL",
            "Ask the server that runs at this URL, which also knows what was missed. REPRISE_TOKEN is its access token.");

    public McpCommand(ProcessEnvironment process) {
        this.process = process;
    }

    @Override
    public CommandSpec spec() {
        return CommandSpecBuilder.of(
                        this,
                        "mcp",
                        "Answers coding agents over the Model Context Protocol, on standard input and output.",
                        "It shows recordings and says why a request has none. It changes nothing.")
                .takes(storeFlags.all())
                .takes(url)
                .exits("0:standard input has ended", "1:the recordings cannot be read", "2:wrong use")
                .examples(
                        "  reprise mcp --recordings tests/recordings",
                        "  reprise mcp --url http://127.0.0.1:8000",
                        "",
                        "docs/mcp.md says how to add it to an agent.")
                .spec();
    }

    @Override
    public Integer call() {
        storeFlags.requireNotTyped("standard input has the messages of the agent");
        Configuration configuration = storeFlags.configuration(process);
        if (url.given().isPresent()) {
            McpRelay relay = new McpRelay(address(url.given().get()), token());
            relay.trouble().ifPresent(process::say);
            serve(relay::answer);
            return ExitCode.FINE;
        }
        try (Store store = StoreFlags.location(process, configuration).existing(process::say);
                StoreScan scan = new StoreScan(store, configuration.rules());
                Catalogue catalogue = new Catalogue(scan, configuration.prices())) {
            catalogue.start();
            KnownItems known = new KnownItems(catalogue, new UsedRecordings());
            McpServer server = new McpServer(new Tools(new ToolSources(
                    new ToolSources.Recorded(store, configuration.rules(), known),
                    (request, test) -> explained(scan, known, configuration, request, test),
                    Optional.empty(),
                    configuration.prices(),
                    process.mask())));
            serve(message -> server.answer(message, Optional.empty()).message());
        }
        return ExitCode.FINE;
    }

    private Optional<String> token() {
        return Optional.ofNullable(process.environment().get("REPRISE_TOKEN")).filter(token -> !token.isEmpty());
    }

    private static URI address(String text) {
        try {
            URI address = URI.create(text);
            if (address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return address.resolve("/__reprise/mcp");
            }
        } catch (IllegalArgumentException notAUrl) {
            // The message below says what is wrong.
        }
        throw new IllegalArgumentException(
                "--url " + text + " is not the URL of a server, such as http://127.0.0.1:8000");
    }

    private Json explained(
            StoreScan scan, KnownItems known, Configuration configuration, Request request, TestId test) {
        if (known.forEach(recording -> {}, broken -> {}).isComplete()) { // which reads what has changed
            scan.complete();
        }
        String command = RecordCommand.line(configuration.of(Setting.RECORDINGS).text(), configuration);
        return new MissExplainer(scan.index(), configuration.rules(), scan.store()::at, command, process.mask())
                .explain(configuration.rules().question(request, test), Miss.Reason.NOT_RECORDED)
                .toJson();
    }

    /** Answers each line until the client closes standard input. */
    private void serve(Function<Bytes, Optional<Json>> answering) {
        try (InputStream in = new BufferedInputStream(process.input())) {
            MessageLines lines = new MessageLines(in, McpServer.MOST_BYTES);
            for (Optional<MessageLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                Optional<Json> answer = line.get().isWhole()
                        ? answering.apply(line.get().bytes())
                        : McpServer.tooLong().message();
                answer.ifPresent(this::print);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read standard input", failed);
        }
    }

    private void print(Json answer) {
        process.print(answer, Layout.COMPACT);
        process.print("\n");
        process.flush();
    }
}
