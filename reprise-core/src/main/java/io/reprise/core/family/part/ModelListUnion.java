package io.reprise.core.family.part;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Response;
import io.reprise.core.family.ModelListShape;
import io.reprise.core.json.Json;
import io.reprise.core.json.Layout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Joins the lists of models of several upstreams: sorted by id, each id once. */
public final class ModelListUnion {
    private ModelListUnion() {}

    /**
     * The union of successful answers to the same request. A single list that is already sorted stays the same, byte
     * for byte. Of several models with one id, that of the first list is kept. Empty if none of the answers is a list
     * of models.
     *
     * @param shapes in the order in which they are tried; the lists of the first shape that fits are joined
     */
    public static Optional<Response> of(List<Response> lists, List<ModelListShape> shapes) {
        for (ModelListShape shape : shapes) {
            List<Response> fitting = lists.stream()
                    .filter(response -> response.status() == 200)
                    .filter(response -> models(response, shape).isPresent())
                    .toList();
            if (!fitting.isEmpty()) {
                return Optional.of(union(fitting, shape));
            }
        }
        return Optional.empty();
    }

    private static Response union(List<Response> lists, ModelListShape shape) {
        Map<String, Json> byId = new TreeMap<>();
        int count = 0;
        List<String> order = new ArrayList<>();
        for (Response list : lists) {
            for (Json model : models(list, shape).orElseThrow()) {
                String id = id(model, shape);
                byId.putIfAbsent(id, model);
                order.add(id);
                count++;
            }
        }
        Response first = lists.get(0);
        boolean isInOrder =
                order.stream().sorted(Comparator.naturalOrder()).toList().equals(order);
        if (lists.size() == 1 && isInOrder && byId.size() == count) {
            return first;
        }
        Json merged =
                replaced(parse(first).orElseThrow(), shape.list(), new Json.JsonArray(List.copyOf(byId.values())));
        String type = first.headers().first("content-type").orElse("application/json");
        return Response.whole(200, type, Bytes.utf8(merged.write(Layout.COMPACT)));
    }

    private static Json replaced(Json object, String name, Json value) {
        return new Json.JsonObject(object.members().stream()
                .map(member -> member.name().equals(name) ? new Json.Member(name, value) : member)
                .toList());
    }

    private static Optional<List<Json>> models(Response response, ModelListShape shape) {
        return parse(response)
                .flatMap(body -> body.get(shape.list()))
                .filter(list -> list instanceof Json.JsonArray)
                .map(Json::items);
    }

    private static String id(Json model, ModelListShape shape) {
        return shape.ids().stream()
                .flatMap(name -> model.get(name).flatMap(Json::string).stream())
                .findFirst()
                .orElseGet(() -> model.write(Layout.COMPACT));
    }

    private static Optional<Json> parse(Response response) {
        return Json.tryParse(response.body());
    }
}
