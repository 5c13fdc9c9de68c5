package io.reprise.server.catalogue;

import io.reprise.core.exchange.Quoted;
import io.reprise.core.store.RecordingOrder;
import io.reprise.server.control.WrongRequestException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;

/** The order of a list of recordings, which comes in pages. */
record SortOrder(RecordingOrder order) {
    /** Where an item stands: its value in the order, then its location. */
    record Place(String value, String location) {
        /** Opaque to clients. */
        String cursor() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((value + '\0' + location).getBytes(StandardCharsets.UTF_8));
        }

        static Place ofCursor(String cursor) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                int end = text.lastIndexOf('\0');
                if (end >= 0) {
                    return new Place(text.substring(0, end), text.substring(end + 1));
                }
            } catch (IllegalArgumentException noBase64) {
                // The message below says what is wrong.
            }
            throw new WrongRequestException(
                    "the parameter 'cursor' must be the 'cursor' of the list before it, not " + Quoted.of(cursor));
        }
    }

    static SortOrder parse(String text) {
        try {
            return new SortOrder(RecordingOrder.parse(text));
        } catch (IllegalArgumentException wrong) {
            throw new WrongRequestException(String.valueOf(wrong.getMessage()));
        }
    }

    Place place(Item item) {
        return new Place(order.value(item.summary()), item.location());
    }

    Comparator<Place> comparator() {
        return Comparator.comparing(Place::value, order.values()).thenComparing(Place::location);
    }
}
