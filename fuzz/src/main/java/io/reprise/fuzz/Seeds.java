package io.reprise.fuzz;

import io.reprise.core.exchange.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Writes the inputs with which fuzzing begins, a directory for each target: {@code Seeds DIRECTORY [TARGET…] [--corpora DIRECTORY]}; without
 * arguments, it prints the names of all targets.
 */
public final class Seeds {
    private Seeds() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            Targets.all().keySet().forEach(System.out::println);
            return;
        }
        List<String> names = List.of(arguments);
        int corpora = names.indexOf("--corpora");
        List<Bytes> real = corpora < 0 ? List.of() : RealTraffic.in(Path.of(names.get(corpora + 1)));
        Path directory = Path.of(names.get(0));
        for (Map.Entry<String, FuzzTarget> target : Targets.all().entrySet()) {
            if (names.contains(target.getKey())) {
                write(directory.resolve(target.getKey()), target.getValue().seeds());
                if (target.getValue().readsRealTraffic()) {
                    write(directory.resolve(target.getKey()), real);
                }
            }
        }
    }

    private static void write(Path directory, List<Bytes> seeds) throws IOException {
        Files.createDirectories(directory);
        for (Bytes seed : seeds) {
            Files.write(directory.resolve(name(seed)), seed.toArray());
        }
    }

    /** As libFuzzer names them. */
    private static String name(Bytes seed) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(seed.toArray()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
