package io.reprise.core.family.part;

import io.reprise.core.family.ApiFamily;
import io.reprise.core.family.ModelListShape;
import io.reprise.core.family.ParsedRequest;
import io.reprise.core.family.Volatility;
import io.reprise.core.json.Json;
import java.util.List;
import java.util.Optional;

/** The list of the models that an upstream has, as one API gives it. */
public final class ModelList implements ApiFamily {
    /** Makes an error of a status, a code and a message. */
    public interface ErrorShape {
        Json error(int status, String code, String message);
    }

    private final String path;
    private final List<ModelListShape> shapes;
    private final ErrorShape errors;

    /** @param path in which the paths of requests end */
    public ModelList(String path, List<ModelListShape> shapes, ErrorShape errors) {
        this.path = path;
        this.shapes = List.copyOf(shapes);
        this.errors = errors;
    }

    /** The same for all APIs: lists are in one directory, named after their upstreams. */
    @Override
    public String name() {
        return "models";
    }

    @Override
    public boolean covers(String method, String path) {
        return method.equals("GET") && Paths.endsWith(path, this.path);
    }

    @Override
    public List<ModelListShape> modelListShapes() {
        return shapes;
    }

    @Override
    public Optional<String> model(ParsedRequest request) {
        return Optional.empty();
    }

    @Override
    public String title(ParsedRequest request) {
        return "";
    }

    /** Some servers put the time of the request here, and new permissions each time. */
    @Override
    public Optional<Volatility> volatility(String path, String name) {
        if (path.contains("permission") && name.equals("id")) {
            return Optional.of(Volatility.ID);
        }
        return name.equals("created") ? Optional.of(Volatility.TIME) : Optional.empty();
    }

    @Override
    public Json error(int status, String code, String message) {
        return errors.error(status, code, message);
    }
}
