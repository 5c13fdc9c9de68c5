package io.reprise.core.ids;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Payload;
import io.reprise.core.json.JsonScalars;
import io.reprise.core.json.JsonScalars.Scalar;
import io.reprise.core.json.JsonSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the strings and numbers of JSON in bytes. The bytes are read as ISO 8859-1, in which each is a character: indices
 * are those of bytes, and what JSON's syntax is made of reads as in UTF-8.
 */
final class ScalarPlaces {
    /**
     * A scalar, and where its JSON text stands in the bytes.
     *
     * @param json the text in which the indices of the scalar count
     */
    record Found(Scalar scalar, String json, int start, int end) {
        Optional<String> text() {
            return scalar.value().string();
        }

        /** Index after the bracket that ends the object or array that holds the scalar. */
        int holderEnd() {
            int depth = 0;
            boolean isInString = false;
            for (int i = scalar.holder(); i < json.length(); i++) {
                char c = json.charAt(i);
                if (isInString) {
                    isInString = c != '"';
                    i += c == '\\' ? 1 : 0;
                } else if (c == '"') {
                    isInString = true;
                } else if (c == '{' || c == '[') {
                    depth++;
                } else if ((c == '}' || c == ']') && --depth == 0) {
                    return i + 1;
                }
            }
            return json.length();
        }
    }

    private ScalarPlaces() {}

    /** Those of a whole text; none if it is not JSON. */
    static List<Found> of(Bytes json) {
        return of(json, Payload.of(0, json.size()));
    }

    /** Those of one payload of a chunk; none if it is not JSON. */
    static List<Found> of(Bytes chunk, Payload payload) {
        List<Payload.Part> lines = payload.parts();
        Payload.Part first = lines.get(0);
        if (!mayHoldScalars(chunk, first)) {
            return List.of();
        }
        String text = chunk.latin1();
        StringBuilder json = new StringBuilder();
        int[] begins = new int[lines.size()];
        for (int i = 0; i < begins.length; i++) {
            json.append(i == 0 ? "" : "\n");
            begins[i] = json.length();
            json.append(text, lines.get(i).start(), lines.get(i).end());
        }
        List<Found> found = new ArrayList<>();
        String whole = json.toString();
        try {
            JsonScalars.visit(whole, scalar -> {
                int line = line(begins, scalar.start());
                int shift = lines.get(line).start() - begins[line];
                found.add(new Found(scalar, whole, scalar.start() + shift, scalar.end() + shift));
            });
        } catch (JsonSyntaxException noJson) {
            return List.of();
        }
        return found;
    }

    private static boolean mayHoldScalars(Bytes chunk, Payload.Part first) {
        for (int i = first.start(); i < first.end(); i++) {
            if (chunk.at(i) > ' ') {
                return chunk.at(i) == '{' || chunk.at(i) == '[' || chunk.at(i) == '"';
            }
        }
        return true;
    }

    /** The line that holds the character at {@code index}; a scalar is never on two. */
    private static int line(int[] begins, int index) {
        int line = 0;
        while (line + 1 < begins.length && begins[line + 1] <= index) {
            line++;
        }
        return line;
    }
}
