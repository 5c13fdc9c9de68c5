package io.reprise.formats.llamastack.response;

import io.reprise.core.json.Json;
import java.util.Set;

/**
 * An object in llama-stack's stable form: values that change with each recording, and have no meaning, are constant.
 */
final class StableForm {
    private static final Set<String> DURATIONS =
            Set.of("total_duration", "load_duration", "prompt_eval_duration", "eval_duration");

    private static final Json ZERO = new Json.JsonNumber("0");
    private static final Json EPOCH = new Json.JsonString("1970-01-01T00:00:00.000000Z");
    private static final int DIGITS = 12;

    private StableForm() {}

    /** @param hash of the request, which ids are made from */
    static Json of(Json data, String hash) {
        boolean isModel =
                data.get("object").flatMap(Json::string).filter("model"::equals).isPresent();
        return new Json.JsonObject(data.members().stream()
                .map(member -> new Json.Member(member.name(), value(member, isModel, hash)))
                .toList());
    }

    private static Json value(Json.Member member, boolean isModel, String hash) {
        String name = member.name();
        if (name.equals("id") && !isModel) {
            return new Json.JsonString("rec-" + hash.substring(0, DIGITS));
        } else if (name.equals("created") && !isModel) {
            return ZERO;
        }
        boolean isThere = !(member.value() instanceof Json.JsonNull);
        if (isThere && name.equals("created_at")) {
            return EPOCH;
        }
        return isThere && DURATIONS.contains(name) ? ZERO : member.value();
    }
}
