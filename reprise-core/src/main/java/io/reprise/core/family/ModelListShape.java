package io.reprise.core.family;

import java.util.List;

/**
 * How a list of models is laid out.
 *
 * @param list the member that holds the models
 * @param ids the members that name a model; the first that it has counts
 */
public record ModelListShape(String list, List<String> ids) {
    public ModelListShape {
        ids = List.copyOf(ids);
    }
}
