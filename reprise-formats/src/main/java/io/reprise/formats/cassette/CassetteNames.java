package io.reprise.formats.cassette;

import io.reprise.core.exchange.TestId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Names of files after test ids: the id itself where it can be a path below a directory, so that the file has this id when it is imported. */
final class CassetteNames {
    static final String OF_NO_TEST = "without-test";

    /** What no system takes in a name, or some take for something else. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\\\\:*?\"<>|\u2028\u2029]|^\\.|[. ]$|^ ");

    private static final int LONGEST = 200;

    private final boolean isOfRuby;
    private final Map<String, TestId> taken = new HashMap<>();

    CassetteNames(CassetteFile.Dialect dialect) {
        this.isOfRuby = dialect == CassetteFile.Dialect.RUBY_VCR;
    }

    /** A path without suffix, with {@code /}; each test has its own. */
    String of(TestId test) {
        String name = test.isNone() ? OF_NO_TEST : isOfRuby ? ofRuby(test) : anywhere(test);
        TestId other = taken.putIfAbsent(name, test);
        return other == null || other.equals(test) ? name : name + "-" + digest(test.name());
    }

    /** Ruby's VCR looks for a file with these characters only, whatever the name of the cassette is. */
    private static String ofRuby(TestId test) {
        return anywhere(test).replaceAll("[^\\p{L}\\p{M}\\p{Nd}\\p{Pc}/-]+", "_");
    }

    private static String anywhere(TestId test) {
        List<String> parts = new ArrayList<>();
        for (String part : test.name().split("/", -1)) {
            boolean isFit = !part.isEmpty()
                    && part.getBytes(StandardCharsets.UTF_8).length <= LONGEST
                    && !UNFIT.matcher(part).find();
            parts.add(isFit ? part : fit(part));
        }
        return String.join("/", parts);
    }

    private static String fit(String part) {
        String plain = part.replaceAll("[^A-Za-z0-9_\\[\\]-]+", "-").replaceAll("^-+|-+$", "");
        return plain.substring(0, Math.min(plain.length(), 100)) + "-" + digest(part);
    }

    private static String digest(String part) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(part.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
