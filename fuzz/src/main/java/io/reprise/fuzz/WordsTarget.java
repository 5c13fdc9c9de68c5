package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.json.Json;
import io.reprise.core.redact.CredentialMask;
import io.reprise.core.redact.Redaction;
import io.reprise.core.redact.search.KnownCredentials;
import java.util.List;
import java.util.regex.Pattern;

/** What is said in words: a credential that is in use is never in it, and masking again changes nothing. */
final class WordsTarget implements FuzzTarget {
    /** Letters and digits in one piece, as credentials that somebody has made up. */
    private static final Pattern MADE_UP = Pattern.compile("(?=.*[0-9])(?=.*[a-z])[A-Za-z0-9_-]{12,60}");

    @Override
    public void check(Input input) {
        List<String> texts = input.texts(2);
        KnownCredentials known = new KnownCredentials();
        String credential = texts.get(0);
        known.configure(credential);
        CredentialMask mask = Redaction.DEFAULT.knowing(known).words();
        String masked = mask.of(texts.get(1));
        Expect.same(mask.of(masked), masked, "the mask of a mask");
        Expect.that(mask.isClean(masked), "what is masked is clean");
        if (MADE_UP.matcher(credential).matches()
                && !texts.get(1).contains(credential)) { // short ones only as whole words
            String around = "(" + texts.get(1) + " " + credential + " " + texts.get(1) + ")";
            Expect.that(!mask.of(around).contains(credential), "a known credential is masked: " + mask.of(around));
        }
        Json.tryParse(texts.get(1))
                .ifPresent(json -> Expect.same(mask.of(mask.of(json)), mask.of(json), "masked JSON"));
    }

    @Override
    public List<Bytes> seeds() {
        return List.of(
                Input.joined("my-client-secret-42-abc", "{\"a\": \"my-client-secret-42-abc\"}"),
                Input.joined(
                        "my-client-secret-42-abc",
                        "bXktY2xpZW50LXNlY3JldC00Mi1hYmM= my%2Dclient-secret-42-abc \\u006dy-client-secret-42-abc"),
                Input.joined("test-key", "the test-key"),
                Input.joined(
                        "x", "sk-" + "a1B2c3D4e5F6g7H8i9J0".repeat(2) + " \\\"api_key\\\": \\\"hunter2hunter2\\\""),
                Input.joined("my-client-secret-42-abc", "\\".repeat(5_000) + "[".repeat(5_000)));
    }
}
