package io.reprise.formats.llamastack.file;

import io.reprise.core.json.Json;
import io.reprise.formats.llamastack.python.PythonJson;
import io.reprise.formats.llamastack.python.PythonUrl;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The hash by which llama-stack names and finds a recording: SHA-256 of a text that Python's {@code json.dumps} makes of
 * the request. docs/llama-stack.md gives the rules and how many files of each date follow which.
 */
public final class LlamaStackKey {
    /** Model lists, which belong to no test. Compared with the whole path of the URL, hence rarely one. */
    private static final Set<String> OF_NO_TEST = Set.of("/api/tags", "/v1/models", "/v1/openai/v1/models");

    /** How the hash is made; the newest first. */
    public enum Rule {
        /** From spring 2026 on: what file search puts into prompts is replaced by placeholders. */
        NEWEST,
        /** From autumn 2025 on: with the test id, floats rounded to five places, also within strings. */
        OF_2025_10,
        /** Method, path and body as they are; files are named after the first 12 digits. */
        OF_2025_08
    }

    private LlamaStackKey() {}

    /**
     * The hash of a recording's {@code request} member, as 64 hexadecimal digits.
     *
     * @param test the recording's {@code test_id}
     * @throws IllegalArgumentException if {@code request} has none of the three shapes that llama-stack writes, or is
     *     nested too deeply for Python
     */
    public static String of(Json request, Optional<String> test, Rule rule) {
        return sha256(PythonJson.sorted(hashed(request, test, rule)));
    }

    /** The rule by which {@code name}, a file's name without its ending, follows from the content; empty if none does. */
    public static Optional<Rule> ruleOf(String name, Json request, Optional<String> test) {
        String hash = name.startsWith("models-") ? name.substring(7).replaceFirst("-[0-9a-f]{8}$", "") : name;
        return Arrays.stream(Rule.values())
                .filter(rule -> {
                    String own = of(request, test, rule);
                    return hash.equals(rule == Rule.OF_2025_08 ? own.substring(0, 12) : own);
                })
                .findFirst();
    }

    private static Json hashed(Json request, Optional<String> test, Rule rule) {
        Json testId = test.<Json>map(Json.JsonString::new).orElse(Json.NULL);
        if (request.get("tool_name").isPresent()) {
            return object(
                    member("provider", required(request, "provider")),
                    member("tool_name", required(request, "tool_name")),
                    member("kwargs", required(request, "kwargs")));
        }
        String url = required(request, "url")
                .string()
                .orElseThrow(() -> new IllegalArgumentException("the URL of its request is not a string"));
        PythonUrl parsed = PythonUrl.parse(url);
        boolean isBedrock = parsed.host().contains("bedrock");
        if (request.get("payload").isPresent()) {
            return object(
                    member("test_id", testId),
                    member("url", new Json.JsonString(url)),
                    member("method", upper(required(request, "method"))),
                    member("payload", new HashedBody(rule, false).of(required(request, "payload"))));
        }
        Json.Member method = member("method", upper(required(request, "method")));
        Json.Member endpoint = member("endpoint", new Json.JsonString(parsed.path()));
        Json.Member body = member("body", new HashedBody(rule, isBedrock).of(required(request, "body")));
        return rule == Rule.OF_2025_08 || OF_NO_TEST.contains(parsed.path())
                ? object(method, endpoint, body)
                : object(method, endpoint, body, member("test_id", testId));
    }

    private static Json required(Json request, String name) {
        return request.get(name).orElseThrow(() -> new IllegalArgumentException("its request has no '" + name + "'"));
    }

    private static Json upper(Json text) {
        return text.string()
                .<Json>map(value -> new Json.JsonString(value.toUpperCase(Locale.ROOT)))
                .orElse(text);
    }

    private static Json.Member member(String name, Json value) {
        return new Json.Member(name, value);
    }

    private static Json object(Json.Member... members) {
        return new Json.JsonObject(List.of(members));
    }

    public static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }
}
