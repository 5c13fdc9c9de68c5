package io.reprise.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.reprise.packaged.PackagedProgram.Ended;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenTelemetry lies beside the program, and is loaded when it is asked for. */
class TelemetryTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    Path directory = Path.of("");

    @Test
    void loadsNoClassOfItWhereNobodyAsksForIt() throws Exception {
        Path classes = directory.resolve("classes");
        try (PackagedProgram demo = PackagedProgram.start(
                directory,
                Map.of("REPRISE_JAVA_OPTS", "-Xlog:class+load:file=" + classes),
                "serve",
                "--demo",
                "--port",
                "0")) {
            replay(demo);
            demo.stop();
        }

        assertThat(Files.readString(classes))
                .contains("io.reprise.server.report.Telemetry")
                .doesNotContain("io.opentelemetry")
                .doesNotContain("io.reprise.otel");
    }

    @Test
    void sendsSpansAndMetricsWhereTheVariablesSay() throws Exception {
        Map<String, String> received = new ConcurrentHashMap<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
            received.merge(exchange.getRequestURI().getPath(), body, String::concat);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try (PackagedProgram demo = PackagedProgram.start(
                directory,
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://127.0.0.1:" + collector.getAddress().getPort()),
                "serve",
                "--demo",
                "--port",
                "0",
                "--telemetry",
                "otlp")) {
            replay(demo);
            Ended ended = demo.stop();

            assertThat(ended.status()).isZero();
            assertThat(ended.err()).noneMatch(line -> line.contains("telemetry"));
        } finally {
            collector.stop(0);
        }
        assertThat(received.get("/v1/traces")).contains("chat llama3.2:1b", "reprise.outcome", "replayed");
        assertThat(received.get("/v1/metrics")).contains("gen_ai.server.request.duration");
    }

    @Test
    void answersAlsoWhereNoCollectorListens() throws Exception {
        try (PackagedProgram demo = PackagedProgram.start(
                directory,
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9", "REPRISE_TELEMETRY", "otlp"),
                "serve",
                "--demo",
                "--port",
                "0")) {
            replay(demo);
            Ended ended = demo.stop();

            List<String> said = ended.err().stream()
                    .filter(line -> line.contains("telemetry"))
                    .toList();
            assertThat(ended.status()).isZero();
            assertThat(said).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static void replay(PackagedProgram demo) throws Exception {
        TxtarSeed seed = TxtarSeed.read("chat-stream-usage.txtar");
        assertThat(demo.post(seed.path(), seed.body(), "traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                        .statusCode())
                .isEqualTo(200);
    }
}
