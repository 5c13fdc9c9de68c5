package io.reprise.core.ids;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.family.Volatility;
import io.reprise.core.json.JsonScalars.Scalar;
import java.util.Optional;

/**
 * A string or number of an answer.
 *
 * @param content of its chunk
 * @param payload index of its payload within its chunk
 * @param why it changes from answer to answer; empty if it is part of what the answer says
 */
record AnswerLeaf(ScalarPlaces.Found found, Bytes content, int payload, Optional<Volatility> why) {
    /** Where it stands in a chunk: equal for leaves of two chunks that correspond. */
    record Place(int payload, long place) {}

    /** The members of this name in objects at this path. */
    record Member(String path, String name) {}

    Scalar scalar() {
        return found.scalar();
    }

    Place place() {
        return new Place(payload, scalar().place());
    }

    Member member() {
        return new Member(scalar().path(), scalar().name());
    }

    boolean is(Volatility reason) {
        return why.filter(reason::equals).isPresent();
    }

    Optional<String> text() {
        return found.text();
    }

    /** Its JSON text as it was spelled. */
    Bytes spelling() {
        return content.slice(found.start(), found.end());
    }
}
