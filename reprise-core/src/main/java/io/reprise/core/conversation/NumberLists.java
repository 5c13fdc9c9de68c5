package io.reprise.core.conversation;

import io.reprise.core.json.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Reads lists of numbers, as embeddings are. */
public final class NumberLists {
    private static final int FIRST = 8;

    private NumberLists() {}

    /** A list of that many numbers, which are not known. */
    public static MessagePart.Numbers unknown(long count) {
        return new MessagePart.Numbers(count, Optional.empty(), List.of());
    }

    /** The numbers of an array; other items count as 0. */
    public static MessagePart.Numbers of(Json array) {
        return of(array.items().stream().mapToDouble(NumberLists::number).toArray());
    }

    /** The numbers that a base64 text has as floats of 32 bits, the lowest byte first. */
    public static MessagePart.Numbers ofFloats(String base64) {
        try {
            ByteBuffer bytes =
                    ByteBuffer.wrap(Base64.getMimeDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
            double[] numbers = new double[bytes.remaining() / Float.BYTES];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = bytes.getFloat();
            }
            return of(numbers);
        } catch (IllegalArgumentException noBase64) {
            return unknown(MessagePart.Media.decodedSize(base64) / Float.BYTES);
        }
    }

    private static MessagePart.Numbers of(double[] numbers) {
        List<Double> first = new ArrayList<>();
        for (int i = 0; i < Math.min(FIRST, numbers.length); i++) {
            first.add(numbers[i]);
        }
        double squares = DoubleStream.of(numbers).map(number -> number * number).sum();
        return new MessagePart.Numbers(numbers.length, Optional.of(Math.sqrt(squares)), first);
    }

    private static double number(Json value) {
        try {
            return value instanceof Json.JsonNumber number ? Double.parseDouble(number.spelling()) : 0;
        } catch (NumberFormatException tooOdd) {
            return 0;
        }
    }
}
