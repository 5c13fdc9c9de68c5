package io.reprise.cli.argument;

import io.reprise.config.ChosenValue;
import io.reprise.config.Setting;
import io.reprise.server.upstream.Upstream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The flags of {@code reprise serve} that the environment or {@code reprise.yaml} can set as well. */
public final class ServeFlags {
    private final Parameter<String> host =
            Parameter.option("--host", "ADDRESS", "Address to listen on. Default: 127.0.0.1.");

    private final Parameter<String> port;

    private final Parameter<String> advertise = Parameter.option(
            "--advertise",
            "URL",
            "Where other servers that use the same database reach this one. Default: its address as the database sees it.");

    private final Parameter<List<String>> allowedOrigins = Parameter.options(
            "--allow-origin",
            "ORIGIN",
            "Let web pages of this origin use the server, besides those of localhost: https://host, https://*.host, null"
                    + " or *. May be given several times.");

    private final Parameter<List<String>> upstreams = Parameter.options(
            "--upstream", "[NAME=]URL", "A real API, which answers what is not recorded. May be given several times.");

    private final Parameter<String> mode = Parameter.option(
                    "--mode",
                    "MODE",
                    "record-if-missing; replay: never ask an upstream; record: always ask, replace recordings; live: always ask, keep nothing.",
                    "Default: record-if-missing; replay where CI is set or no upstream is known.")
            .offering(List.of("record-if-missing", "replay", "record", "live"));

    private final Parameter<String> pace = Parameter.option(
                    "--pace",
                    "PACE",
                    "When chunks are sent: instant, flushed, recorded, x2 or a model. Default: instant.")
            .offering(List.of("instant", "flushed", "recorded", "x2", "x10"));

    private final Parameter<String> repeat = Parameter.option(
                    "--repeat",
                    "WHAT",
                    "What answers a question after its last occurrence: last, cycle or miss. Default: last.")
            .offering(List.of("last", "cycle", "miss"));

    private final Parameter<Boolean> freshIds =
            Parameter.flag("--fresh-ids", "Give each replay new ids and current time stamps.");

    private final Parameter<Boolean> keepErrors = Parameter.flag(
            "--keep-errors",
            "Also keep answers with status 408, 409, 425, 429 and 5xx. Other 4xx are always kept, except 401, 402, 403 and 407,"
                    + " which are never kept, since they depend on the credentials.");

    private final Parameter<Boolean> keepCut = Parameter.flag("--keep-cut", "Also keep streams that broke off.");

    private final Parameter<String> readOn = Parameter.option(
            "--read-on",
            "TIME",
            "How long Reprise reads an answer to its end after its clients have left. Default: 5m.");
    private final Parameter<String> askAgain = Parameter.option(
            "--ask-again",
            "METHODS",
            "Requests that are sent to the upstream again in the run that first recorded them, so that polled jobs make progress:"
                    + " methods, all or none. Default: GET,HEAD.");

    private final Parameter<String> shareCalls = Parameter.option(
                    "--share-calls",
                    "BOOLEAN",
                    "Whether identical requests at the same time are one upstream call; false: each is a call and an occurrence."
                            + " Default: true.")
            .offering(List.of("true", "false"));

    private final Parameter<List<String>> neverKeep = Parameter.options(
            "--never-keep",
            "RULE",
            "Never record requests that match: path=/v1/files/*, model=*-preview, also test, method, family and key; several"
                    + " with commas. May be given several times.");

    private final Parameter<String> maxAge = Parameter.option(
            "--max-age",
            "AGE",
            "How old a recording may become: 30d, 4w or off. New recordings then contain their day."
                    + " Default: off.");

    private final Parameter<String> onExpired = Parameter.option(
                    "--on-expired",
                    "WHAT",
                    "What happens when a recording is older than --max-age: warn; fail: the request has no recording; record: ask the"
                            + " upstream again, if the mode allows it. Default: warn.")
            .offering(List.of("warn", "fail", "record"));

    private final Parameter<Boolean> dates =
            Parameter.flag("--dates", "Write the day into new recordings, also without --max-age.");

    private final Parameter<Boolean> mcpWrite =
            Parameter.flag("--mcp-write", "Agents may also delete recordings and start tests over (docs/mcp.md).");

    private final Parameter<List<String>> failOn = Parameter.options(
                    "--fail-on",
                    "WHAT",
                    "End with status 4 if this has happened: miss, unused (a test that ran did not use one of its recordings) or"
                            + " live (an upstream was asked); none. Several with commas, or given several times.")
            .offering(List.of("miss", "unused", "live", "none"));

    private final Parameter<String> token = Parameter.option(
            "--token",
            "TOKEN",
            "Access token that every request must have. REPRISE_TOKEN is safer: other users can see flags."
                    + " If --host can be reached from other machines and no token is given, one is generated.");

    private final Parameter<String> maxBody =
            Parameter.option("--max-body", "SIZE", "Largest request body. Default: 64MiB.");

    private final Parameter<String> drain =
            Parameter.option("--drain", "TIME", "How long running answers may continue after a stop. Default: 10s.");

    private final Parameter<String> upstreamTimeout = Parameter.option(
            "--upstream-timeout",
            "TIME",
            "How long an upstream may take before its answer begins; off: as long as it takes. docs/timeouts.md has"
                    + " the other timeouts. Default: 15m.");

    private final Parameter<String> spool = Parameter.option(
            "--spool",
            "SIZE",
            "How much may wait on local disk while a database is away; off: such answers are not kept. Default: 256MiB.");

    private final Parameter<String> transport = Parameter.option(
                    "--transport", "NAME", "How to wait for the network: auto, io_uring, epoll or nio. Default: auto.")
            .offering(List.of("auto", "io_uring", "epoll", "nio"));

    private final Parameter<String> log = Parameter.option(
                    "--log",
                    "FORM",
                    "Format of the log on standard error: text, or json for one object per line. Default: text.")
            .offering(List.of("text", "json"));

    private final Parameter<String> telemetry = Parameter.option(
                    "--telemetry",
                    "WHAT",
                    "Export spans and metrics to OpenTelemetry: otlp, or off. OTEL_EXPORTER_OTLP_ENDPOINT says where to."
                            + " Default: off.")
            .offering(List.of("otlp", "off"));

    private final TlsFlags tls = new TlsFlags();

    private final Parameter<Boolean> demo =
            Parameter.flag("--demo", "Serve the recordings that come with the program; needs nothing else.");

    /** @param standardPort what a server takes that is given no port, in words */
    public ServeFlags(String standardPort) {
        this.port = Parameter.option("--port", "PORT", "Port; 0 takes a free one. Default: " + standardPort + ".");
    }

    public List<Parameter<?>> all() {
        return Stream.concat(own().stream(), tls.all().stream()).toList();
    }

    private List<Parameter<?>> own() {
        return List.of(
                host,
                port,
                allowedOrigins,
                upstreams,
                mode,
                pace,
                repeat,
                freshIds,
                keepErrors,
                keepCut,
                readOn,
                askAgain,
                shareCalls,
                neverKeep,
                maxAge,
                onExpired,
                dates,
                mcpWrite,
                failOn,
                token,
                maxBody,
                drain,
                upstreamTimeout,
                advertise,
                spool,
                transport,
                log,
                telemetry,
                demo);
    }

    public boolean isDemo() {
        return demo.isGiven();
    }

    /** @throws IllegalArgumentException if other recordings or an upstream are named as well */
    public void requireNothingBesideDemo(StoreFlags store) {
        boolean isAlone = !store.isAnyGiven()
                && upstreams().isEmpty()
                && mode.given().map("replay"::equals).orElse(true);
        if (!isAlone) {
            throw new IllegalArgumentException(
                    "--demo serves only its own recordings; leave out --recordings, --config, --upstream and --mode");
        }
    }

    public List<Upstream> upstreams() {
        return upstreams.given().orElse(List.of()).stream()
                .map(text -> new ChosenValue(text, "--upstream").read(Upstream::parse))
                .toList();
    }

    /** What was given. */
    public Map<Setting, ChosenValue> values() {
        Map<Setting, ChosenValue> values = new EnumMap<>(Setting.class);
        put(values, Setting.HOST, host.given());
        put(values, Setting.PORT, port.given());
        put(values, Setting.ADVERTISE, advertise.given());
        put(values, Setting.ALLOW_ORIGINS, allowedOrigins.given().map(origins -> String.join(" ", origins)));
        tls.putInto(values);
        put(values, Setting.MODE, mode.given());
        put(values, Setting.PACE, pace.given());
        put(values, Setting.REPEAT, repeat.given());
        put(values, Setting.ASK_AGAIN, askAgain.given());
        put(values, Setting.SHARE_CALLS, shareCalls.given());
        put(values, Setting.NEVER_KEEP, neverKeep.given().map(rules -> String.join("; ", rules)));
        put(values, Setting.MAX_AGE, maxAge.given());
        put(values, Setting.ON_EXPIRED, onExpired.given());
        put(values, Setting.MCP_WRITE, mcpWrite.given().map(String::valueOf));
        put(values, Setting.DATES, dates.given().map(String::valueOf));
        put(values, Setting.FAIL_ON, failOn.given().map(names -> String.join(",", names)));
        put(values, Setting.TOKEN, token.given());
        put(values, Setting.MAX_BODY, maxBody.given());
        put(values, Setting.READ_ON, readOn.given());
        put(values, Setting.DRAIN, drain.given());
        put(values, Setting.TIMEOUT_UPSTREAM_FIRST_BYTE, upstreamTimeout.given());
        put(values, Setting.SPOOL, spool.given());
        put(values, Setting.TRANSPORT, transport.given());
        put(values, Setting.LOG, log.given());
        put(values, Setting.TELEMETRY, telemetry.given());
        put(values, Setting.FRESH_IDS, freshIds.given().map(String::valueOf));
        put(values, Setting.KEEP_ERRORS, keepErrors.given().map(String::valueOf));
        put(values, Setting.KEEP_CUT, keepCut.given().map(String::valueOf));
        return values;
    }

    public static void put(Map<Setting, ChosenValue> values, Setting setting, Optional<String> text) {
        text.ifPresent(given -> values.put(setting, new ChosenValue(given, setting.flag())));
    }
}
