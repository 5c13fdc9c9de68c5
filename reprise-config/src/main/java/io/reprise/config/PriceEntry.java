package io.reprise.config;

import io.reprise.config.text.YamlValue;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.family.token.TokenKind;
import io.reprise.core.pattern.Glob;
import io.reprise.core.price.Price;
import io.reprise.core.price.Rates;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A price as {@code reprise.yaml} sets it: which models, and US dollars for a million tokens. */
final class PriceEntry {
    private static final String NUMBER = "[0-9]{1,7}(\\.[0-9]{1,12})?|\\.[0-9]{1,12}";

    /** By the names of their members, such as {@code cached-input}. */
    private static final Map<String, TokenKind> KINDS = kinds();

    private PriceEntry() {}

    private static Map<String, TokenKind> kinds() {
        Map<String, TokenKind> kinds = new LinkedHashMap<>();
        for (TokenKind kind : TokenKind.values()) {
            kinds.put(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), kind);
        }
        return Collections.unmodifiableMap(kinds);
    }

    static Price read(YamlValue value) {
        List<String> known = new ArrayList<>(List.of("model", "family", "upstream", "from", "above"));
        known.addAll(KINDS.keySet());
        Map<String, YamlValue> members = value.members(YamlValue.itemOf("prices"), known);
        Map<TokenKind, BigDecimal> rates = new EnumMap<>(TokenKind.class);
        KINDS.forEach((name, kind) ->
                Optional.ofNullable(members.get(name)).ifPresent(rate -> rates.put(kind, dollars(name, rate))));
        boolean isAboutSomething =
                members.containsKey("model") || members.containsKey("family") || members.containsKey("upstream");
        if (!isAboutSomething || rates.isEmpty()) {
            throw value.wrong("a price needs a 'model', a 'family' or an 'upstream', and what a million tokens cost:"
                    + " '- {model: gpt-*, input: 2.50, output: 10}'");
        }
        return new Price(
                new Price.Which(glob(members, "model"), glob(members, "family"), glob(members, "upstream")),
                text(members, "from", PriceEntry::day),
                text(members, "above", PriceEntry::count).orElse(0L),
                new Rates(rates),
                new Price.Origin(value.place(), Optional.empty()));
    }

    private static Glob glob(Map<String, YamlValue> members, String name) {
        return text(members, name, Glob::new).orElse(Glob.ANY);
    }

    private static BigDecimal dollars(String name, YamlValue value) {
        String text = value.text(name);
        if (!text.matches(NUMBER)) {
            throw value.wrong(name + ": " + Quoted.of(text)
                    + " is not a price; give US dollars for a million tokens, such as 2.50");
        }
        return new BigDecimal(text);
    }

    private static <T> Optional<T> text(Map<String, YamlValue> members, String name, Function<String, T> parsing) {
        YamlValue value = members.get(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parsing.apply(value.text(name)));
        } catch (DateTimeException | NumberFormatException wrong) {
            throw value.wrong(name + ": " + Quoted.of(value.text(name)) + " is no "
                    + (name.equals("from") ? "day; write it as 2026-01-31" : "number of tokens; write it as 200000"));
        }
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    private static Long count(String text) {
        return Long.parseUnsignedLong(text);
    }
}
