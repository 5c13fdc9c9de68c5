package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import java.util.List;

/** A parser of bytes that come from outside, and what must hold for all of them. Nothing that one input leaves behind matters to the next. */
public interface FuzzTarget {
    /**
     * Reads the input, and checks what must hold.
     *
     * @throws Exception if it does not hold; refusals that are documented are not thrown
     */
    void check(Input input) throws Exception;

    /** Small inputs to begin with, also those that are known to be hard. */
    List<Bytes> seeds();

    /** Whether it reads bodies and files of real exchanges, so that they are good inputs to begin with. */
    default boolean readsRealTraffic() {
        return true;
    }
}
