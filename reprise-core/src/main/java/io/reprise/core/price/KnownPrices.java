package io.reprise.core.price;

import io.reprise.core.family.token.TokenKind;
import io.reprise.core.pattern.Glob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the prices that come with the program; {@code prices.tsv} describes its form. */
public final class KnownPrices {
    private static final String RESOURCE = "prices.tsv";
    private static final String NONE = "-";

    /** The columns with rates, in their order, after the four that say of what. */
    private static final List<TokenKind> KINDS = List.of(
            TokenKind.INPUT,
            TokenKind.OUTPUT,
            TokenKind.CACHED_INPUT,
            TokenKind.CACHE_WRITE,
            TokenKind.CACHE_WRITE_HOUR,
            TokenKind.AUDIO_INPUT,
            TokenKind.AUDIO_OUTPUT);

    /** They are read when somebody first asks for a price: a server that starts does not need them. */
    private static final class Known {
        static final List<Price> PRICES = read();
    }

    private KnownPrices() {}

    public static PriceTable table() {
        return PriceTable.of(() -> Known.PRICES);
    }

    private static List<Price> read() {
        try (InputStream resource = KnownPrices.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("'" + RESOURCE + "' is not in the program");
            }
            return parse(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read '" + RESOURCE + "'", failed);
        }
    }

    /** @throws IllegalArgumentException if a line is no price; the message names it */
    static List<Price> parse(String text) {
        List<Price> prices = new ArrayList<>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> prices.add(price(line)));
        return List.copyOf(prices);
    }

    private static Price price(String line) {
        List<String> cells = List.of(line.split("\t", -1));
        if (cells.size() != 6 + KINDS.size()) {
            throw new IllegalArgumentException("'" + line + "' has " + cells.size() + " columns");
        }
        Map<TokenKind, BigDecimal> rates = new EnumMap<>(TokenKind.class);
        for (int i = 0; i < KINDS.size(); i++) {
            String cell = cells.get(4 + i);
            if (!cell.equals(NONE)) {
                rates.put(KINDS.get(i), new BigDecimal(cell));
            }
        }
        Price.Which which = new Price.Which(new Glob(cells.get(0)), new Glob(cells.get(1)), Glob.ANY);
        return new Price(
                which,
                Optional.of(cells.get(2)).filter(day -> !day.equals(NONE)).map(LocalDate::parse),
                cells.get(3).equals(NONE) ? 0 : Long.parseLong(cells.get(3)),
                new Rates(rates),
                new Price.Origin(
                        cells.get(5 + KINDS.size()), Optional.of(LocalDate.parse(cells.get(4 + KINDS.size())))));
    }
}
