package io.reprise.cli.doctor;

import io.reprise.core.json.Json;
import io.reprise.core.json.JsonObjectBuilder;
import java.util.Locale;

/**
 * What was found about one thing that a server needs.
 *
 * @param name of the thing, in a word or two
 * @param finding in a sentence
 * @param remedy what to do; empty where nothing has to be done
 */
public record Check(String name, Result result, String finding, String remedy) {
    public enum Result {
        /** Not checked, because something else does not work. */
        SKIP,
        OK,
        /** Something may not do what its user expects. */
        WARN,
        /** Something does not work. */
        FAIL;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Check ok(String name, String finding) {
        return new Check(name, Result.OK, finding, "");
    }

    public static Check skipped(String name, String finding) {
        return new Check(name, Result.SKIP, finding, "");
    }

    public static Check warn(String name, String finding, String remedy) {
        return new Check(name, Result.WARN, finding, remedy);
    }

    public static Check fail(String name, String finding, String remedy) {
        return new Check(name, Result.FAIL, finding, remedy);
    }

    public Json toJson() {
        return new JsonObjectBuilder()
                .with("name", name)
                .with("result", result.label())
                .with("finding", finding)
                .withOrNull("remedy", remedy)
                .done();
    }
}
