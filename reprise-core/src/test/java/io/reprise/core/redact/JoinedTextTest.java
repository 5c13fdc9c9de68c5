package io.reprise.core.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.reprise.core.json.JsonLiterals.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JoinedTextTest {
    private static final String[] SPELLINGS = {"", "a", "bc", "d\\ne", "\\u0041", "fghijk", "\\\"", "xyz\\u00e9"};

    /** Adds to both at once. */
    private final JoinedText joined = new JoinedText(16);

    private final WindowPlaces window = new WindowPlaces(true);

    /** Of each character of the text its document and where it begins and ends there; empty between documents. */
    private final List<List<JoinedText.Place>> characters = new ArrayList<>();

    @Test
    void tellsThePlacesOfAllCharacters() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int document = 0; document < 40; document++) {
            add(document, SPELLINGS[random.nextInt(SPELLINGS.length)], random.nextInt(3));
        }

        for (int from = 0; from <= characters.size(); from++) {
            for (int to = from; to <= characters.size(); to++) {
                List<JoinedText.Place> expected = together(characters.subList(from, to));

                assertThat(joined.places(from, to)).isEqualTo(expected);
                assertThat(window.of(from, to)).isEqualTo(expected);
            }
        }
    }

    @Test
    void tellsThePlacesOfAWindowAfterItsBeginningIsForgotten() {
        for (int document = 0; document < 20; document++) {
            add(document, "abc", 1);
        }

        window.forget(31);

        assertThat(window.of(0, 4)).isEqualTo(together(characters.subList(31, 35)));
        assertThat(window.of(20, 29)).isEqualTo(together(characters.subList(51, 60)));
    }

    @Test
    void tellsThemAlsoIfThereAreVeryManyPieces() {
        JoinedText many = new JoinedText(16);
        WindowPlaces places = new WindowPlaces(true);
        int count = 500_000;
        for (int i = 0; i < count; i++) {
            many.addWhole(i, "a");
            places.add(i, i, 1, 0);
        }

        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < count; i++) {
                assertThat(many.places(i, i + 1)).hasSize(1);
                assertThat(places.of(i, i + 1)).hasSize(1);
            }
        });
    }

    /** @param way 0 and 1 as a string of JSON, 2 unchanged */
    private void add(int document, String spelled, int way) {
        int start = characters.size();
        if (way == 2) {
            joined.addWhole(document, spelled);
            window.add(document, start, spelled.length(), 0);
            for (int i = 0; i < spelled.length(); i++) {
                characters.add(List.of(new JoinedText.Place(document, i, i + 1)));
            }
            return;
        }
        String source = "\"" + spelled + "\"";
        Span span = new Span(1, source.length() - 1);
        joined.addString(document, source, span);
        window.add(document, start, JoinedText.Spelled.of(source, span), 0);
        for (int at = 1; at < source.length() - 1; ) {
            int length = source.charAt(at) != '\\' ? 1 : source.charAt(at + 1) == 'u' ? 6 : 2;
            characters.add(List.of(new JoinedText.Place(document, at, at + length)));
            at += length;
        }
    }

    /** The places of characters that are next to each other, as one for each document. */
    private static List<JoinedText.Place> together(List<List<JoinedText.Place>> characters) {
        List<JoinedText.Place> places = new ArrayList<>();
        for (JoinedText.Place next : characters.stream().flatMap(List::stream).toList()) {
            int last = places.size() - 1;
            if (last >= 0 && places.get(last).document() == next.document()) {
                places.set(
                        last,
                        new JoinedText.Place(next.document(), places.get(last).from(), next.to()));
            } else {
                places.add(next);
            }
        }
        return places;
    }
}
