package io.reprise.core.key;

import io.reprise.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Writes the canonical form of a request, and hashes; docs/key.md specifies both. */
final class Canonical {
    private static final int EXPECTED_LENGTH = 512;

    private final StringBuilder out;

    private Canonical(int expectedLength) {
        out = new StringBuilder(expectedLength);
    }

    static String text(ComparedRequest asked) {
        Canonical canonical = new Canonical(EXPECTED_LENGTH);
        canonical.write(asked);
        return canonical.out.toString();
    }

    static Key sha256(byte[] bytes) {
        return new Key(HexFormat.of().formatHex(digest().digest(bytes)));
    }

    /** The key of the question whose digest is {@code digest}, when the test of that name asks it. */
    static Key scoped(Key digest, String test) {
        return sha256((digest.hex() + "\n" + test).getBytes(StandardCharsets.UTF_8));
    }

    private void write(ComparedRequest asked) {
        out.append('{');
        body(asked.body());
        if (out.length() > 1) {
            out.append(',');
        }
        object("headers", asked.headers());
        out.append("\"method\":");
        Json.quote(asked.method(), out);
        out.append(",\"path\":");
        Json.quote(asked.target().path(), out);
        if (!asked.target().query().isEmpty()) {
            out.append(",\"query\":[");
            separated(asked.target().query(), member -> Json.quote(member, out));
            out.append(']');
        }
        out.append('}');
    }

    private void body(Body body) {
        if (body instanceof Body.Value value) {
            out.append("\"body\":{\"json\":");
            CanonicalJson.write(value.json(), out);
            out.append('}');
        } else if (body instanceof Body.Opaque opaque) {
            MessageDigest digest = digest();
            digest.update(opaque.bytes().buffer());
            out.append("\"body\":{\"bytes\":\"")
                    .append(HexFormat.of().formatHex(digest.digest()))
                    .append("\"}");
        } else if (body instanceof Body.Parts parts) {
            out.append("\"body\":{\"multipart\":[");
            separated(parts.parts(), this::part);
            out.append("]}");
        }
    }

    private void part(Part part) {
        out.append('{');
        int start = out.length();
        body(part.body());
        if (out.length() > start) {
            out.append(',');
        }
        label(part, "content-type");
        label(part, "filename");
        object("headers", part.headers());
        label(part, "name");
        if (out.charAt(out.length() - 1) == ',') {
            out.setLength(out.length() - 1);
        }
        out.append('}');
    }

    private void label(Part part, String label) {
        String value = part.labels().get(label);
        if (value != null) {
            Json.quote(label, out);
            out.append(':');
            Json.quote(value, out);
            out.append(',');
        }
    }

    /** Appends nothing for an object without members, else the object and a comma. */
    private void object(String name, Map<String, String> members) {
        if (!members.isEmpty()) {
            Json.quote(name, out);
            out.append(":{");
            separated(List.copyOf(new TreeMap<>(members).entrySet()), member -> {
                Json.quote(member.getKey(), out);
                out.append(':');
                Json.quote(member.getValue(), out);
            });
            out.append("},");
        }
    }

    private <T> void separated(List<T> items, Consumer<T> append) {
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            append.accept(items.get(i));
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
