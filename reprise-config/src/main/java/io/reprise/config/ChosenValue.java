package io.reprise.config;

import java.util.function.Function;

/**
 * The value of a setting that counts.
 *
 * @param origin for people: what said so, such as {@code --port} or {@code reprise.yaml:3}
 */
public record ChosenValue(String text, String origin) {

    /** The value that {@code reading} makes of the text; its error messages get the origin, unless that is the program itself. */
    public <T> T read(Function<String, T> reading) {
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException wrong) {
            String named = origin.equals(Configuration.DEFAULT) ? "" : origin + ": ";
            throw new IllegalArgumentException(named + wrong.getMessage(), wrong);
        }
    }

    /**
     * This value, if it is one of the setting.
     *
     * @throws IllegalArgumentException if it is none; the message also tells the origin
     */
    ChosenValue checked(Setting setting) {
        return new ChosenValue(read(setting::checked), origin);
    }
}
