package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Exchange;
import io.reprise.core.json.JsonPath;
import io.reprise.core.redact.Redaction;
import io.reprise.core.redact.Redaction.Outcome;
import io.reprise.core.redact.Redaction.Policy;
import java.util.List;

/** The search for credentials: it ends, masking again changes nothing, and nothing is found in what was masked. */
final class RedactionTarget implements FuzzTarget {
    private static final Redaction REFUSING = Redaction.DEFAULT;
    private static final Redaction MASKING = new Redaction(Policy.MASK, List.of(), List.of());
    private static final Redaction MASKING_MEMBERS =
            new Redaction(Policy.MASK, List.of(), List.of(JsonPath.parse("$..user"), JsonPath.parse("$.messages[0]")));

    @Override
    public void check(Input input) {
        Exchange exchange = ExchangeTarget.exchange(input);
        Outcome refused = REFUSING.apply(exchange);
        check(exchange, MASKING.apply(exchange), MASKING);
        check(exchange, MASKING_MEMBERS.apply(exchange), MASKING_MEMBERS);
        if (refused instanceof Outcome.Clean clean) {
            Expect.same(REFUSING.apply(clean.exchange()), clean, "what is kept of what is kept");
        }
        Expect.same(
                MASKING.mask(MASKING.mask(exchange.request())), MASKING.mask(exchange.request()), "the mask of a mask");
    }

    private static void check(Exchange exchange, Outcome outcome, Redaction redaction) {
        if (outcome instanceof Outcome.Clean clean) {
            Exchange masked = clean.exchange();
            Expect.that(
                    masked.response().chunks().size()
                            == exchange.response().chunks().size(),
                    "the number of chunks does not change");
            Expect.that(
                    REFUSING.apply(masked) instanceof Outcome.Clean,
                    "nothing is found in what was masked: " + REFUSING.apply(masked));
            Outcome again = redaction.apply(masked);
            Expect.that(
                    again instanceof Outcome.Clean twice && twice.exchange().equals(masked),
                    "masking again changes nothing: " + masked + " became " + again);
        }
    }

    @Override
    public List<Bytes> seeds() {
        String json = "content-type: application/json";
        String key = "sk-" + "a1B2c3D4e5F6g7H8i9J0".repeat(2);
        return List.of(
                Input.joined(
                        "POST /v1/chat/completions?key=abc&x=" + key,
                        json,
                        "{\"api_key\":\"" + key + "\",\"user\":\"u\"}",
                        json,
                        "{\"password\": \"hunter2hunter2\"}"),
                Input.joined(
                        "POST /v1/chat/completions",
                        json,
                        "{\"messages\":[{\"content\":\"export K=" + key + "\"}]}",
                        "content-type: text/event-stream",
                        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"sk-a1B2c3D4e5F6\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"g7H8i9J0a1B2c3D4e5F6\"}}]}\n\n"),
                Input.joined(
                        "POST /x",
                        "content-type: text/plain",
                        "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----",
                        json,
                        "{\"a\":\"{\\\"api_key\\\":\\\"" + key + "\\\"}\"}"),
                Input.joined(
                        "POST /x",
                        json,
                        "{}",
                        json,
                        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"),
                Input.joined("POST /x", json, "[".repeat(20_000), json, "{\"a\":".repeat(20_000)));
    }
}
