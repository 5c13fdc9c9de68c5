package io.reprise.server.control;

import io.reprise.core.json.Json;
import java.util.Set;

/**
 * What a method of a path does.
 *
 * @param parameters the names that its query may have
 * @param isSlow whether it is to be done on a worker
 */
record Route(Set<String> parameters, boolean isSlow, Handler handler) {
    /** Answers with status 200. */
    interface Handler {
        /** @throws WrongRequestException if the request is wrong */
        Json answer(ControlRequest request);
    }

    static Route quick(Set<String> parameters, Handler handler) {
        return new Route(parameters, false, handler);
    }

    static Route slow(Set<String> parameters, Handler handler) {
        return new Route(parameters, true, handler);
    }
}
