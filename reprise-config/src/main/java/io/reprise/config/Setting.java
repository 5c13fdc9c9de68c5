package io.reprise.config;

import io.reprise.core.plan.AskAgain;
import io.reprise.core.plan.MaxAge;
import io.reprise.core.plan.Mode;
import io.reprise.core.plan.NeverKeep;
import io.reprise.core.plan.OnExpired;
import io.reprise.core.plan.Repeat;
import io.reprise.core.replay.pace.Pace;
import io.reprise.server.access.AllowedOrigin;
import io.reprise.server.network.NetworkTransport;
import io.reprise.server.report.LogFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value that a flag, an environment variable or a member of {@code reprise.yaml} gives. The first that gives one
 * counts, in this order.
 */
public enum Setting {
    HOST("host", "--host", "REPRISE_HOST", "127.0.0.1", SettingSyntax::host),
    PORT("port", "--port", "REPRISE_PORT", "8000", SettingSyntax::port),
    ADVERTISE("advertise", "--advertise", "REPRISE_ADVERTISE", "", SettingSyntax::advertised),
    TLS("tls", "--tls", "REPRISE_TLS", "off", SettingSyntax::tls),
    TLS_CERT("tls-cert", "--tls-cert", "REPRISE_TLS_CERT", "", SettingSyntax::path),
    TLS_KEY("tls-key", "--tls-key", "REPRISE_TLS_KEY", "", SettingSyntax::path),
    TLS_DIRECTORY("tls-directory", "--tls-directory", "REPRISE_TLS_DIRECTORY", "~/.reprise/tls", SettingSyntax::path),
    CA("ca", "--ca", "REPRISE_CA_FILE", "", SettingSyntax::path),
    /** Several, separated by spaces or commas. */
    ALLOW_ORIGINS("allow-origins", "--allow-origin", "REPRISE_ALLOW_ORIGINS", "", AllowedOrigin::parseAll),
    RECORDINGS("recordings", "--recordings", "REPRISE_RECORDINGS", "recordings", RecordingsLocation::checked),
    /** Of what waits while a database is away; 0 for nothing. */
    SPOOL("spool", "--spool", "REPRISE_SPOOL", "256MiB", SettingSyntax::bytesOrOff),
    SPOOL_DIRECTORY(
            "spool-directory", "", "REPRISE_SPOOL_DIRECTORY", "~/.local/state/reprise/spool", SettingSyntax::path),
    MODE("mode", "--mode", "REPRISE_MODE", "record-if-missing", Mode::parse),
    REPEAT("repeat", "--repeat", "REPRISE_REPEAT", "last", Repeat::parse),
    PACE("pace", "--pace", "REPRISE_PACE", "instant", Pace::parse),
    FRESH_IDS("fresh-ids", "--fresh-ids", "REPRISE_FRESH_IDS", "false", SettingSyntax::isTrue),
    DRAIN("drain", "--drain", "REPRISE_DRAIN", "10s", SettingSyntax::duration),
    TRANSPORT("transport", "--transport", "REPRISE_TRANSPORT", "auto", NetworkTransport::parse),
    LOG("log", "--log", "REPRISE_LOG", "text", LogFormat::parse),
    TELEMETRY("telemetry", "--telemetry", "REPRISE_TELEMETRY", "off", TelemetryExport::parse),
    /** Whether agents may change something. */
    MCP_WRITE("mcp-write", "--mcp-write", "REPRISE_MCP_WRITE", "false", SettingSyntax::isTrue),
    KEEP_ERRORS("keep-errors", "--keep-errors", "REPRISE_KEEP_ERRORS", "false", SettingSyntax::isTrue),
    KEEP_CUT("keep-cut", "--keep-cut", "REPRISE_KEEP_CUT", "false", SettingSyntax::isTrue),
    READ_ON("read-on", "--read-on", "REPRISE_READ_ON", "5m", SettingSyntax::duration),
    /** Methods and rules, separated by semicolons. */
    ASK_AGAIN("ask-again", "--ask-again", "REPRISE_ASK_AGAIN", "GET,HEAD", AskAgain::parse),
    SHARE_CALLS("share-calls", "--share-calls", "REPRISE_SHARE_CALLS", "true", SettingSyntax::isTrue),
    /** Rules, separated by semicolons. */
    NEVER_KEEP("never-keep", "--never-keep", "REPRISE_NEVER_KEEP", "", NeverKeep::parse),
    MAX_AGE("max-age", "--max-age", "REPRISE_MAX_AGE", "off", MaxAge::parse),
    ON_EXPIRED("on-expired", "--on-expired", "REPRISE_ON_EXPIRED", "warn", OnExpired::parse),
    DATES("dates", "--dates", "REPRISE_DATES", "false", SettingSyntax::isTrue),
    /** Several, separated by commas. */
    FAIL_ON("fail-on", "--fail-on", "REPRISE_FAIL_ON", "", FailOn::parse),
    MAX_BODY("limits.max-body", "--max-body", "REPRISE_MAX_BODY", "64MiB", SettingSyntax::bytes),
    MAX_HEADER("limits.max-header", "", "REPRISE_MAX_HEADER", "64KiB", SettingSyntax::intBytes),
    MAX_RECORDING("limits.max-recording", "", "REPRISE_MAX_RECORDING", "256MiB", SettingSyntax::bytes),
    CACHE("limits.cache", "", "REPRISE_CACHE", "256MiB", SettingSyntax::bytes),
    /** Of the heap, where it is in percent. */
    MEMORY("limits.memory", "", "REPRISE_MEMORY", "50%", SettingSyntax::memory),
    TMP("tmp", "", "REPRISE_TMP", "", SettingSyntax::path),
    TIMEOUT_HEADER("timeouts.header", "", "REPRISE_TIMEOUT_HEADER", "1m", SettingSyntax::timeout),
    TIMEOUT_BODY("timeouts.body", "", "REPRISE_TIMEOUT_BODY", "1m", SettingSyntax::timeout),
    TIMEOUT_REQUEST("timeouts.request", "", "REPRISE_TIMEOUT_REQUEST", "1h", SettingSyntax::timeout),
    TIMEOUT_IDLE("timeouts.idle", "", "REPRISE_TIMEOUT_IDLE", "5m", SettingSyntax::timeout),
    TIMEOUT_WRITE("timeouts.write", "", "REPRISE_TIMEOUT_WRITE", "5m", SettingSyntax::timeout),
    TIMEOUT_TLS("timeouts.tls", "", "REPRISE_TIMEOUT_TLS", "10s", SettingSyntax::timeout),
    TIMEOUT_LINGER("timeouts.linger", "", "REPRISE_TIMEOUT_LINGER", "10s", SettingSyntax::timeout),
    TIMEOUT_WEBSOCKET_IDLE(
            "timeouts.websocket-idle", "", "REPRISE_TIMEOUT_WEBSOCKET_IDLE", "15m", SettingSyntax::timeout),
    TIMEOUT_WEBSOCKET_CLOSE(
            "timeouts.websocket-close", "", "REPRISE_TIMEOUT_WEBSOCKET_CLOSE", "5s", SettingSyntax::timeout),
    TIMEOUT_UPSTREAM_CONNECT(
            "timeouts.upstream-connect", "", "REPRISE_TIMEOUT_UPSTREAM_CONNECT", "10s", SettingSyntax::timeout),
    TIMEOUT_UPSTREAM_QUEUE(
            "timeouts.upstream-queue", "", "REPRISE_TIMEOUT_UPSTREAM_QUEUE", "5m", SettingSyntax::timeout),
    TIMEOUT_UPSTREAM_FIRST_BYTE(
            "timeouts.upstream-first-byte",
            "--upstream-timeout",
            "REPRISE_TIMEOUT_UPSTREAM_FIRST_BYTE",
            "15m",
            SettingSyntax::timeout),
    TIMEOUT_UPSTREAM_IDLE("timeouts.upstream-idle", "", "REPRISE_TIMEOUT_UPSTREAM_IDLE", "15m", SettingSyntax::timeout),
    TIMEOUT_UPSTREAM_HANDSHAKE(
            "timeouts.upstream-handshake", "", "REPRISE_TIMEOUT_UPSTREAM_HANDSHAKE", "1m", SettingSyntax::timeout),
    /** Not in the file, because files are committed. */
    TOKEN("", "--token", "REPRISE_TOKEN", "", text -> text);

    /** The path in the file; empty if the file cannot give it. */
    private final String member;

    private final String flag;
    private final String variable;
    private final String standard;
    private final Function<String, ?> syntax;

    Setting(String member, String flag, String variable, String standard, Function<String, ?> syntax) {
        this.member = member;
        this.flag = flag;
        this.variable = variable;
        this.standard = standard;
        this.syntax = syntax;
    }

    /**
     * The text itself, if it is a value of this setting.
     *
     * @throws IllegalArgumentException if it is none; the message shows it and says what would be one
     */
    String checked(String text) {
        Object unused = syntax.apply(text);
        return text;
    }

    /** Whether it is the path of a file or a directory; one in {@code reprise.yaml} is relative to it. */
    boolean isPath() {
        return switch (this) {
            case RECORDINGS, SPOOL_DIRECTORY, TMP, TLS_CERT, TLS_KEY, TLS_DIRECTORY, CA -> true;
            default -> false;
        };
    }

    /** What stands between several values; empty if there is only one. */
    Optional<String> separator() {
        return switch (this) {
            case ALLOW_ORIGINS -> Optional.of(" ");
            case FAIL_ON -> Optional.of(",");
            case ASK_AGAIN, NEVER_KEEP -> Optional.of("; ");
            default -> Optional.empty();
        };
    }

    public String flag() {
        return flag;
    }

    /** The default; empty for none. */
    public String standard() {
        return standard;
    }

    /** The environment variable; empty if there is none. */
    String variable() {
        return variable;
    }

    /** The name in the file, for people. */
    public String label() {
        return member.isEmpty() ? flag.substring(2) : member;
    }

    static Optional<Setting> ofMember(String member) {
        return Arrays.stream(values())
                .filter(setting -> !member.isEmpty() && setting.member.equals(member))
                .findFirst();
    }

    /** The names of the members directly under {@code prefix}, which is empty or ends in a dot. */
    static List<String> membersUnder(String prefix) {
        return Arrays.stream(values())
                .map(setting -> setting.member)
                .filter(member -> !member.isEmpty() && member.startsWith(prefix))
                .map(member -> member.substring(prefix.length()))
                .filter(member -> !member.contains("."))
                .toList();
    }
}
