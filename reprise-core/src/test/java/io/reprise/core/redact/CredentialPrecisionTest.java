package io.reprise.core.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.exchange.Headers;
import io.reprise.core.exchange.Request;
import io.reprise.core.exchange.Response;
import io.reprise.core.redact.Redaction.Outcome;
import io.reprise.core.redact.Redaction.Policy;
import io.reprise.core.redact.format.GeneratedCredentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What looks like a credential but is none: as many as there are, none may be found. */
class CredentialPrecisionTest {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String HEX = "0123456789abcdef";
    private static final long SEED = Optional.ofNullable(System.getProperty("reprise.seed"))
            .map(Long::parseLong)
            .orElse(11L);

    private final Random random = new Random(SEED);
    private final GeneratedCredentials generated = new GeneratedCredentials(SEED);

    @Test
    void lookAlikesAreNoCredentials() throws IOException {
        List<String> all = lines();
        assertThat(all).hasSizeGreaterThan(150);
        all.addAll(ids());
        assertThat(all).hasSizeGreaterThan(200);

        List<String> found = new ArrayList<>();
        for (String text : all) {
            for (Exchange exchange : List.of(
                    PlantedCredentials.prompt(text),
                    PlantedCredentials.prompt("{\"a\":" + PlantedCredentials.quoted("x " + text + " y") + "}"),
                    new Exchange(Request.get("/"), PlantedCredentials.deltas(text, 4)))) {
                Outcome outcome = Redaction.DEFAULT.apply(exchange);
                if (!outcome.equals(new Outcome.Clean(exchange, List.of()))) {
                    found.add(text + " <- " + outcome);
                }
            }
        }
        assertThat(found).as("seed %d", SEED).isEmpty();
    }

    /** Servers send many of them: entity tags, ids of requests, traces, nonces, states of pages. */
    @Test
    void headersOfBase64AreNoCredentials() {
        List<String> values = new ArrayList<>(List.of(
                "\"33a64df551425fcc55e4d42a148795d9f25f89d4\"",
                "W/\"" + base64(20) + "\"",
                "default-src 'self'; script-src 'nonce-" + base64(24) + "' 'sha256-" + base64(32) + "'",
                Base64.getEncoder()
                        .encodeToString("{\"page\":2,\"after\":\"msg_01XYZ\",\"next_token\":null}"
                                .getBytes(StandardCharsets.UTF_8)),
                Base64.getEncoder()
                        .encodeToString("CLUSTER_ID=Kubernetes;INSTANCE_IPS=10.1.2.3;NAMESPACE=default;NAME=web-7f"
                                .getBytes(StandardCharsets.UTF_8))));
        for (int i = 0; i < 2_000; i++) {
            values.add(base64(20 + random.nextInt(300)));
            values.add(Base64.getUrlEncoder().withoutPadding().encodeToString(noise(20 + random.nextInt(100))));
        }

        List<String> found = new ArrayList<>();
        for (String value : values) {
            Headers headers = Headers.of("x-amz-id-2", value, "etag", value, "content-security-policy", value);
            Response answer = new Response(
                    200,
                    headers,
                    PlantedCredentials.OK.format(),
                    PlantedCredentials.OK.chunks(),
                    PlantedCredentials.OK.ending());
            Exchange exchange = new Exchange(new Request("GET", "/", "", headers, Bytes.EMPTY), answer);
            Outcome outcome = Redaction.DEFAULT.apply(exchange);
            if (!outcome.equals(new Outcome.Clean(exchange, List.of()))) {
                found.add(value + " <- " + outcome);
            }
        }
        assertThat(found).as("seed %d", SEED).isEmpty();
    }

    /** In base64, any form occurs by chance; an image would be destroyed. */
    @Test
    void formsWithinBase64AreNoCredentialsAndStay() {
        String noise = base64(6_000);
        for (String form : List.of(
                "ABSK" + generated.random(LETTERS, 120),
                "/ABSK" + generated.random(LETTERS, 120) + "+",
                "+AKIAQ3EGRZ7LKJ2MB5XT/",
                "/hf_" + generated.random(LETTERS, 34) + "-",
                "+AIza" + generated.random(LETTERS, 35) + "/",
                "/ghp_" + generated.random(LETTERS, 36) + "/",
                "+sk-" + generated.random(LETTERS, 48) + "/")) {
            String image =
                    "data:image/png;base64,iVBORw0KGgo" + noise.substring(0, 3_000) + form + noise.substring(3_000);
            Exchange exchange = PlantedCredentials.prompt(image);

            assertThat(new Redaction(Policy.MASK, List.of(), List.of()).apply(exchange))
                    .as(form)
                    .isEqualTo(new Outcome.Clean(exchange, List.of()));
        }
    }

    @Test
    void binaryContentIsNeverChanged() {
        byte[] bytes = new byte[4_000];
        random.nextBytes(bytes);
        byte[] secret = ("\0hf_" + generated.random(LETTERS, 34) + "\0").getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(secret, 0, bytes, 2_000, secret.length);
        Request upload =
                new Request("POST", "/v1/files", "", Headers.of("content-type", "image/png"), Bytes.owning(bytes));
        Exchange exchange = new Exchange(upload, PlantedCredentials.OK);

        assertThat(new Redaction(Policy.MASK, List.of(), List.of()).apply(exchange))
                .isInstanceOf(Outcome.Unreadable.class);
        assertThat(Redaction.DEFAULT.apply(exchange)).isInstanceOf(Outcome.Refused.class);
    }

    private List<String> ids() {
        List<String> all = new ArrayList<>();
        for (String prefix : List.of(
                "call_",
                "toolu_01",
                "toolu_vrtx_01",
                "tooluse_",
                "resp_",
                "msg_01",
                "msg_",
                "req_01",
                "req_",
                "chatcmpl-",
                "cmpl-",
                "run_",
                "thread_",
                "asst_",
                "file-",
                "batch_",
                "rs_",
                "fc_",
                "ws_",
                "item_",
                "evt_",
                "event_",
                "sess_",
                "conv_",
                "vs_",
                "container_",
                "cntr_",
                "gen-",
                "chatcmpl-tool-",
                "functions.get_weather:",
                "ftjob-",
                "org-",
                "proj_",
                "user-",
                "fp_",
                "step_",
                "srvtoolu_01",
                "mcp_",
                "mcpl_",
                "ig_",
                "ci_",
                "modr-",
                "video_",
                "upload_")) {
            all.add(prefix + generated.random(LETTERS, 24));
            all.add(prefix + generated.random(HEX, 32));
        }
        for (int i = 0; i < 8; i++) {
            all.add(new UUID(random.nextLong(), random.nextLong()).toString());
            all.add("commit " + generated.random(HEX, 40));
            all.add("sha256:" + generated.random(HEX, 64));
            all.add("\"etag\": \"" + generated.random(HEX, 32) + "\"");
            all.add("\"encrypted_content\": \"" + base64(900) + "\"");
            all.add("\"thoughtSignature\": \"" + base64(400) + "\"");
            all.add("\"signature\": \"" + base64(300) + "\"");
            all.add("\"embedding\": \"" + base64(6_144) + "\"");
            all.add("\"next_page_token\": \"" + generated.random(LETTERS, 60) + "\"");
            all.add("pk_live_" + generated.random(LETTERS, 24));
            all.add("\"partition_key\": \"" + generated.random(LETTERS, 30) + "\"");
            all.add("\"idempotency_key\": \"" + new UUID(random.nextLong(), random.nextLong()) + "\"");
            all.add("\"public_key\": \"" + base64(32) + "\"");
        }
        return all;
    }

    private String base64(int bytes) {
        return Base64.getEncoder().encodeToString(noise(bytes));
    }

    private byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        random.nextBytes(noise);
        return noise;
    }

    private static List<String> lines() throws IOException {
        InputStream file = Objects.requireNonNull(CredentialPrecisionTest.class.getResourceAsStream("look-alikes.txt"));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            List<String> all = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty() && !line.startsWith("##")) {
                    all.add(line);
                }
            }
            return all;
        }
    }
}
