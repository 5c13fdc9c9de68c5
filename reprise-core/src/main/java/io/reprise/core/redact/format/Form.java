package io.reprise.core.redact.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The form of a credential as the table of formats spells it, such as {@code ghp_|gho_ alnum*36}.
 *
 * @param items in their order
 */
record Form(List<Item> items) {
    /** A part of a form. */
    sealed interface Item {
        /** One of these texts; none if it is optional. */
        record Literal(List<String> alternatives, boolean isOptional) implements Item {}

        /** So many characters of a class. */
        record Run(CharacterClass characters, int least, int most) implements Item {}
    }

    /** No credential is longer. */
    private static final int MOST = 4_000;

    /** Of so many characters, it shows whether they are random. */
    private static final int SURELY_RANDOM = 20;

    private static final int SHORTEST_MARKER = 2;
    private static final Pattern RUN = Pattern.compile("([a-z0-9]+)\\*([0-9]+)(\\.\\.([0-9]*))?");

    Form {
        items = List.copyOf(items);
    }

    /** @throws IllegalArgumentException if {@code text} is no form */
    static Form parse(String text) {
        List<Item> items = new ArrayList<>();
        for (String item : text.split(" ", -1)) {
            items.add(item(item));
        }
        return new Form(items);
    }

    private static Item item(String text) {
        Matcher run = RUN.matcher(text);
        if (!run.matches()) {
            boolean isOptional = text.endsWith("?");
            String literal = isOptional ? text.substring(0, text.length() - 1) : text;
            return new Item.Literal(List.of(literal.split("\\|", -1)), isOptional);
        }
        int least = Integer.parseInt(run.group(2));
        int most = run.group(3) == null ? least : run.group(4).isEmpty() ? MOST : Integer.parseInt(run.group(4));
        return new Item.Run(CharacterClass.of(run.group(1)), least, most);
    }

    /** The place among the items of the texts by which this form is found; -1 if it has none that are long enough. */
    int marker() {
        return isMarker(0)
                ? 0
                : IntStream.range(0, items.size())
                        .filter(this::isMarker)
                        .boxed()
                        .max(Comparator.comparingInt(this::shortest))
                        .orElse(-1);
    }

    /** The texts by which this form is found. */
    List<String> markers() {
        int marker = marker();
        return marker < 0 ? List.of() : ((Item.Literal) items.get(marker)).alternatives();
    }

    /** How many characters come before a marker at least. */
    int leastLead() {
        return items.subList(0, Math.max(0, marker())).stream()
                .mapToInt(Form::least)
                .sum();
    }

    /** How many characters come before a marker at most. */
    int mostLead() {
        return items.subList(0, Math.max(0, marker())).stream()
                .mapToInt(Form::most)
                .sum();
    }

    /**
     * Matches a text of this form. Its first group is what comes after the first literal.
     *
     * @param isExact whether the lengths are those of the form, not others near to them
     */
    Pattern pattern(boolean isExact) {
        StringBuilder pattern = new StringBuilder();
        int after = items.get(0) instanceof Item.Literal ? 1 : 0;
        for (int i = 0; i < items.size(); i++) {
            if (i == after) {
                pattern.append('(');
            }
            pattern.append(pattern(items.get(i), isExact));
        }
        return Pattern.compile(pattern.append(')').append(end()).toString());
    }

    private static String pattern(Item item, boolean isExact) {
        if (item instanceof Item.Run run) {
            int least = isExact ? run.least : Math.max(Math.min(run.least, SURELY_RANDOM), run.least / 2);
            int most = isExact || run.least < 8 ? run.most : Math.min(MOST, 2 * run.most);
            return run.characters.pattern(least, most);
        }
        Item.Literal literal = (Item.Literal) item;
        String any = literal.alternatives.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")"));
        return literal.isOptional ? any + "?" : any;
    }

    private String end() {
        for (int i = items.size() - 1; i >= 0; i--) {
            if (items.get(i) instanceof Item.Run run) {
                return run.characters.end();
            }
        }
        return "";
    }

    private boolean isMarker(int index) {
        return items.get(index) instanceof Item.Literal literal
                && !literal.isOptional
                && shortest(index) >= SHORTEST_MARKER;
    }

    private int shortest(int index) {
        return least(items.get(index));
    }

    private static int least(Item item) {
        return item instanceof Item.Run run
                ? run.characters == CharacterClass.UUID ? 36 : run.least
                : ((Item.Literal) item)
                        .alternatives.stream().mapToInt(String::length).min().orElse(0);
    }

    private static int most(Item item) {
        return item instanceof Item.Run run
                ? run.characters == CharacterClass.UUID ? 36 : run.most
                : ((Item.Literal) item)
                        .alternatives.stream().mapToInt(String::length).max().orElse(0);
    }
}
